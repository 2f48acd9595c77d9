import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, Stage, StageBehaviour } from "./behaviour.ts";
import { keyBy, NO_VALUE, PASS, stageChannel } from "./stage-channel.ts";

/** Most values remembered at once; beyond it the oldest is forgotten. */
const MOST_REMEMBERED = 100_000;

const REPEATED: Plan = [{ do: "end", as: "deduplicated" }];

/** Lets the first of equal events through, and no other until its window is over (rule R3). */
export function deduplicate({ by, windowMs }: SettingsOf<"deduplicate">, context: BehaviourContext): StageBehaviour {
  return { role: "stage", channel: stageChannel(context), patient: false, open: (notes) => open(windowMs, keyBy(by), notes) };
}

/** The event that opened a window, so that it passes when it is delivered again. */
interface First {
  readonly id: string;
  readonly emittedMs: number;
}

function open(windowMs: number, keyOf: (event: FlowEvent) => string | undefined, notes: ReadonlyMap<string, string>): Stage {
  const seen = new Map<string, First>();
  const known = [...notes].map(([key, text]): [string, First] => [key, JSON.parse(text) as First]);
  for (const [key, first] of known.toSorted(([, a], [, b]) => a.emittedMs - b.emittedMs)) seen.set(key, first);
  let changed: [string, string | null][] = [];

  /** Forgets what is over: values are in the order in which their windows opened. */
  function forget(nowMs: number): void {
    for (const [key, { emittedMs }] of seen) {
      if (emittedMs + windowMs > nowMs && seen.size <= MOST_REMEMBERED) return;
      seen.delete(key);
      changed.push([key, null]);
    }
  }
  return {
    take(ticket, event, _port, nowMs) {
      const { emittedMs } = event;
      const key = keyOf(event);
      if (key === undefined) return [{ ticket, plan: NO_VALUE, atMs: nowMs }];
      const id = identityText(event.high, event.low);
      const first = seen.get(key);
      if (first && first.id !== id && emittedMs < first.emittedMs + windowMs) return [{ ticket, plan: REPEATED, atMs: emittedMs }];
      seen.delete(key);
      seen.set(key, { id, emittedMs });
      changed.push([key, JSON.stringify({ id, emittedMs } satisfies First)]);
      forget(Math.min(nowMs, emittedMs));
      return [{ ticket, plan: PASS, atMs: emittedMs }];
    },
    due: () => [],
    nextMs: () => Number.POSITIVE_INFINITY,
    notes() {
      const told = changed;
      changed = [];
      return told;
    },
  };
}
