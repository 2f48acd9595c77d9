import { identityText } from "../core/identity.ts";
import type { FlowEvent } from "../core/event.ts";

/** What an event is about, for caches, partitions and rings: its key, or itself alone where it has none. */
export function keyOf(event: FlowEvent): string {
  return event.key ?? identityText(event.rootHigh, event.rootLow);
}
