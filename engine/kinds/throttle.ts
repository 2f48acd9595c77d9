import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { BehaviourContext, Notes, Release, Stage, StageBehaviour } from "./behaviour.ts";
import { PASS, stageChannel } from "./stage-channel.ts";

/**
 * A token bucket (rule R3), kept as the generic cell rate algorithm does it (ITU-T I.371): one time says when the bucket
 * would be full again. An event may pass when that is no more than `max − 1` tokens ahead.
 */
export function throttle({ max, durationMs }: SettingsOf<"throttle">, context: BehaviourContext): StageBehaviour {
  return { role: "stage", channel: stageChannel(context), patient: false, open: (notes) => open(durationMs / max, durationMs - durationMs / max, notes) };
}

const FULL_AT = "full";

function open(tokenMs: number, burstMs: number, notes: ReadonlyMap<string, string>): Stage {
  const waiting: { ticket: number; emittedMs: number }[] = [];
  let first = 0;
  let fullMs = Number(notes.get(FULL_AT) ?? Number.NEGATIVE_INFINITY);
  let changed: Notes = [];

  const nextMs = (): number => {
    const head = waiting[first];
    return head ? Math.max(head.emittedMs, fullMs - burstMs) : Number.POSITIVE_INFINITY;
  };
  function due(nowMs: number): Release[] {
    const releases: Release[] = [];
    for (let head = waiting[first]; head && nextMs() <= nowMs; head = waiting[first]) {
      const atMs = nextMs();
      fullMs = Math.max(fullMs, atMs) + tokenMs;
      releases.push({ ticket: head.ticket, plan: PASS, atMs });
      first++;
    }
    if (first > 1000 && first * 2 > waiting.length) {
      waiting.splice(0, first);
      first = 0;
    }
    if (releases.length > 0) changed = [[FULL_AT, String(fullMs)]];
    return releases;
  }
  return {
    take(ticket, { emittedMs }, _port, nowMs) {
      waiting.push({ ticket, emittedMs });
      return due(nowMs);
    },
    due,
    nextMs,
    notes() {
      const told = changed;
      changed = [];
      return told;
    },
  };
}
