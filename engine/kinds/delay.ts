import type { SettingsOf } from "../../design/kinds/registry.ts";
import { DueHeap } from "../core/due-heap.ts";
import type { BehaviourContext, Release, Stage, StageBehaviour } from "./behaviour.ts";
import { PASS, stageChannel } from "./stage-channel.ts";

/** Holds each event from when it was emitted to the delay until the delay is over (rule R3). */
export function delay(settings: SettingsOf<"delay">, context: BehaviourContext): StageBehaviour {
  return { role: "stage", channel: stageChannel(context), patient: false, open: () => open(settings.delayMs) };
}

function open(delayMs: number): Stage {
  const held = new DueHeap();
  return {
    take(ticket, { emittedMs }, _port, nowMs) {
      const atMs = emittedMs + delayMs;
      if (atMs <= nowMs) return [{ ticket, plan: PASS, atMs }];
      held.add(atMs, ticket);
      return [];
    },
    due(nowMs) {
      const releases: Release[] = [];
      while (held.nextMs() <= nowMs) {
        const first = held.take();
        if (first) releases.push({ ...first, plan: PASS });
      }
      return releases;
    },
    nextMs: () => held.nextMs(),
  };
}
