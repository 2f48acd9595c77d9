import type { SettingsOf } from "../../design/kinds/registry.ts";
import { DueHeap } from "../core/due-heap.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { BehaviourContext, Release, Stage, StageBehaviour } from "./behaviour.ts";
import { ABSORB, byPortOr, keyBy, NO_VALUE, stageChannel } from "./stage-channel.ts";

/** Makes one event of a left and a right one with the same key (rule R2); what finds no partner in the window is late. */
export function join({ by, windowMs }: SettingsOf<"join">, context: BehaviourContext): StageBehaviour {
  return { role: "stage", channel: stageChannel(context), patient: true, open: () => open(windowMs, keyBy(by), byPortOr(context, "late", "unmatched")) };
}

interface Waiting {
  readonly ticket: number;
  readonly event: FlowEvent;
  readonly port: string;
}

function open(windowMs: number, keyOf: (event: FlowEvent) => string | undefined, late: Plan): Stage {
  /** By port and key, in the order in which they came. */
  const waiting = new Map<string, Waiting[]>();
  const places = new Map<number, string>();
  const timeouts = new DueHeap();

  function remove(place: string, ticket: number): Waiting | undefined {
    const list = waiting.get(place) ?? [];
    const [gone] = list.splice(
      list.findIndex((each) => each.ticket === ticket),
      1,
    );
    places.delete(ticket);
    if (list.length === 0) waiting.delete(place);
    return gone;
  }
  return {
    take(ticket, event, port, nowMs) {
      const key = keyOf(event);
      if (key === undefined) return [{ ticket, plan: NO_VALUE, atMs: nowMs }];
      const own: Waiting = { ticket, event, port };
      const opposite = (port === "left" ? "right " : "left ") + key;
      const partner = waiting.get(opposite)?.find((other) => Math.abs(event.emittedMs - other.event.emittedMs) < windowMs);
      if (partner) {
        remove(opposite, partner.ticket);
        return joined(partner, own);
      }
      const place = `${port} ${key}`;
      const list = waiting.get(place) ?? [];
      list.push(own);
      waiting.set(place, list);
      places.set(ticket, place);
      timeouts.add(event.emittedMs + windowMs, ticket);
      return [];
    },
    due(nowMs) {
      const releases: Release[] = [];
      while (timeouts.nextMs() <= nowMs) {
        const first = timeouts.take();
        const place = first && places.get(first.ticket);
        // Those that were joined have no place any more.
        if (!first || place === undefined) continue;
        remove(place, first.ticket);
        releases.push({ ...first, plan: late });
      }
      return releases;
    },
    nextMs: () => timeouts.nextMs(),
  };
}

/** The first one's root goes on, the other is absorbed (rule E4). */
function joined(one: Waiting, other: Waiting): Release[] {
  const atMs = Math.max(one.event.emittedMs, other.event.emittedMs);
  const [left, right] = one.port === "left" ? [one, other] : [other, one];
  const [first, second] = other.event.emittedMs < one.event.emittedMs ? [other, one] : [one, other];
  const data = { left: left.event.data, right: right.event.data };
  return [
    { ticket: first.ticket, plan: [{ do: "emit", port: "out", event: { ...first.event, data }, times: 1 }], atMs, together: true },
    { ticket: second.ticket, plan: ABSORB, atMs, together: true },
  ];
}
