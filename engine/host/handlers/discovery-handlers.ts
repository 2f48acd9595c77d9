import type { Handlers } from "../answer.ts";
import type { Discoveries } from "../discoveries.ts";

/** The calls about Redis servers that are looked through. */
export function discoveryHandlers(discoveries: Discoveries) {
  return {
    "discover.start": (request) => {
      discoveries.start(request);
      return {};
    },
    "discover.stop": ({ id }) => {
      discoveries.stop(id);
      return {};
    },
  } satisfies Partial<Handlers>;
}
