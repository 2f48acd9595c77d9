import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { FlowEvent } from "../core/event.ts";
import type { BehaviourContext, Release, Stage, StageBehaviour } from "./behaviour.ts";
import { ABSORB, keyBy, NO_VALUE, PASS, stageChannel } from "./stage-channel.ts";

/** Lets an event through when nothing with its key has come for the window; earlier ones of the burst are absorbed (rule R3). */
export function debounce({ windowMs, by }: SettingsOf<"debounce">, context: BehaviourContext): StageBehaviour {
  return { role: "stage", channel: stageChannel(context), patient: true, open: () => open(windowMs, keyBy(by)) };
}

interface Last {
  readonly ticket: number;
  readonly emittedMs: number;
}

function open(windowMs: number, keyOf: (event: FlowEvent) => string | undefined): Stage {
  /** The last event of each burst, the one that is due first in front: an event that takes another's place goes to the end. */
  const last = new Map<string, Last>();
  const head = (): [string, Last] | undefined => last.entries().next().value;
  return {
    take(ticket, event, _port, nowMs) {
      const { emittedMs } = event;
      const key = keyOf(event);
      if (key === undefined) return [{ ticket, plan: NO_VALUE, atMs: nowMs }];
      const earlier = last.get(key);
      if (earlier && earlier.emittedMs > emittedMs) return [{ ticket, plan: ABSORB, atMs: emittedMs }];
      last.delete(key);
      last.set(key, { ticket, emittedMs });
      if (!earlier) return [];
      // It was quiet for long enough before this one was emitted, although nobody has been told yet.
      const quietMs = earlier.emittedMs + windowMs;
      return [quietMs <= emittedMs ? { ticket: earlier.ticket, plan: PASS, atMs: quietMs } : { ticket: earlier.ticket, plan: ABSORB, atMs: emittedMs }];
    },
    due(nowMs) {
      const releases: Release[] = [];
      for (let first = head(); first && first[1].emittedMs + windowMs <= nowMs; first = head()) {
        last.delete(first[0]);
        releases.push({ ticket: first[1].ticket, plan: PASS, atMs: first[1].emittedMs + windowMs });
      }
      return releases;
    },
    nextMs: () => (head()?.[1].emittedMs ?? Number.POSITIVE_INFINITY) + windowMs,
  };
}
