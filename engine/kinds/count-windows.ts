import type { WindowSettings } from "../../design/kinds/aggregator.ts";
import { DueHeap } from "../core/due-heap.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Aggregation } from "./aggregator.ts";
import type { Release, Stage } from "./behaviour.ts";
import { ABSORB, NO_VALUE } from "./stage-channel.ts";

interface Member {
  readonly ticket: number;
  readonly event: FlowEvent;
}

/** Those of a key that are in the window that is filling, oldest first. `opened` tells it from the windows before. */
interface Filling {
  readonly key: string;
  readonly opened: number;
  readonly endMs: number;
  members: Member[];
}

/**
 * Windows that end with so many events of a key, or, where they have a length as well, so long after their first (rule R2). A sliding
 * one begins with every `slideCount`-th event. A window's event is its first one's child; that one leaves with it, and so
 * do those that are in no later window, absorbed: no event has more than one child.
 */
export function countWindows({ type, count, slideCount, durationMs }: WindowSettings & { count: number }, { keyOf, dataOf }: Aggregation): Stage {
  const slide = type === "sliding" ? (slideCount ?? 1) : count;
  const byKey = new Map<string, Filling>();
  const byNumber = new Map<number, Filling>();
  const ends = new DueHeap();
  let windows = 0;

  function fillingOf(key: string, event: FlowEvent): Filling {
    const known = byKey.get(key);
    if (known) return known;
    const endMs = durationMs === undefined ? Number.POSITIVE_INFINITY : event.emittedMs + durationMs;
    const filling: Filling = { key, opened: windows++, endMs, members: [] };
    byKey.set(key, filling);
    if (durationMs !== undefined) {
      byNumber.set(filling.opened, filling);
      ends.add(endMs, filling.opened);
    }
    return filling;
  }
  function close(filling: Filling, leaving: number, atMs: number): Release[] {
    const { key, members } = filling;
    const gone = members.slice(0, leaving);
    const data = dataOf(members.map(({ event }) => event), key);
    filling.members = members.slice(leaving);
    if (filling.members.length === 0) {
      byKey.delete(key);
      byNumber.delete(filling.opened);
    }
    const together = gone.length > 1 ? true : undefined;
    return gone.map(({ ticket, event }, index) => {
      if (index > 0) return { ticket, plan: ABSORB, atMs, together };
      return { ticket, plan: data === undefined ? NO_VALUE : [{ do: "emit", port: "out", event: { ...event, data }, times: 1 }], atMs, together };
    });
  }
  return {
    take(ticket, event, _port, nowMs) {
      const key = keyOf(event);
      if (key === undefined) return [{ ticket, plan: NO_VALUE, atMs: nowMs }];
      const before = byKey.get(key);
      // Its time was over before this one was emitted, although nobody has been told yet.
      const over = before && before.endMs <= event.emittedMs ? close(before, before.members.length, before.endMs) : [];
      const filling = fillingOf(key, event);
      filling.members.push({ ticket, event });
      return filling.members.length < count ? over : [...over, ...close(filling, slide, event.emittedMs)];
    },
    due(nowMs) {
      const releases: Release[] = [];
      while (ends.nextMs() <= nowMs) {
        const first = ends.take();
        const filling = first && byNumber.get(first.ticket);
        // One that was full before its time is gone.
        if (first && filling) releases.push(...close(filling, filling.members.length, first.atMs));
      }
      return releases;
    },
    nextMs: () => ends.nextMs(),
  };
}
