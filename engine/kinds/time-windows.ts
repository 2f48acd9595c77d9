import type { WindowSettings } from "../../design/kinds/aggregator.ts";
import type { Json } from "../../design/document/schema.ts";
import { DueHeap } from "../core/due-heap.ts";
import { partOf, type FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { Aggregation } from "./aggregator.ts";
import type { Notes, Release, Stage } from "./behaviour.ts";
import { ABSORB, NO_VALUE } from "./stage-channel.ts";

interface Member {
  readonly ticket: number;
  readonly event: FlowEvent;
  readonly atMs: number;
  /** The last window that it is in: it leaves with that. */
  readonly last: number;
  /** Whether it has become the event of a window before. */
  carried: boolean;
}

const CLOSED = "closed";

/**
 * Windows of time (rule R2): [end − duration, end) for every end that is a multiple of the slide, which for tumbling ones is the
 * duration. An event belongs to those that hold its time; a window's event is made `graceMs` after its end, for each key with any events.
 * It is the child of the window's first event: one that is the first of several windows has several children, which are
 * copies; one that never was is absorbed when its last window ends. What comes when all its windows have ended is late.
 */
export function timeWindows(settings: WindowSettings & { durationMs: number }, { keyOf, dataOf }: Aggregation, late: Plan, notes: ReadonlyMap<string, string>): Stage {
  const { type, durationMs, graceMs, time } = settings;
  const slideMs = type === "sliding" ? (settings.slideMs ?? durationMs) : durationMs;
  const overlapping = slideMs < durationMs;
  /** Members by the number of their window, which ends at so many slides, and by key. */
  const windows = new Map<number, Map<string, Member[]>>();
  const ends = new DueHeap();
  let closedMs = Number(notes.get(CLOSED) ?? Number.NEGATIVE_INFINITY);
  let changed: Notes = [];

  /** For an event that was emitted then: a machine that is late makes no event late for a window that nobody has closed yet. */
  function isOver(window: number, emittedMs: number, nowMs: number, before: boolean): boolean {
    const endMs = window * slideMs;
    if (endMs <= closedMs) return true;
    // What was held before its process died, or before settings changed, was not late.
    if (before) return false;
    return endMs + graceMs <= emittedMs || (endMs + graceMs <= nowMs && !windows.has(window));
  }
  function enter(number: number, key: string, member: Member): void {
    let window = windows.get(number);
    if (!window) {
      windows.set(number, (window = new Map<string, Member[]>()));
      ends.add(number * slideMs, number);
    }
    const members = window.get(key) ?? [];
    members.push(member);
    window.set(key, members);
  }
  function close(window: number, key: string, members: Member[]): Release[] {
    members.sort((a, b) => a.atMs - b.atMs || a.ticket - b.ticket);
    const data = dataOf(members.map(({ event }) => event), key);
    const together = overlapping || members.length > 1 ? true : undefined;
    return members.flatMap((member, index): Release[] => {
      const stays = member.last > window;
      if (index > 0 && stays) return [];
      const plan = index === 0 ? planOf(member.event, window, data) : member.carried ? [] : ABSORB;
      if (index === 0) member.carried = true;
      return [{ ticket: member.ticket, plan, atMs: window * slideMs + graceMs, stays, together }];
    });
  }
  return {
    take(ticket, event, _port, nowMs, before) {
      const key = keyOf(event);
      if (key === undefined) return [{ ticket, plan: NO_VALUE, atMs: nowMs }];
      const atMs = time === "born" ? event.bornMs : event.emittedMs;
      const first = Math.floor(atMs / slideMs) + 1;
      const last = overlapping ? Math.max(first, Math.floor((atMs + durationMs) / slideMs)) : first;
      if (isOver(last, event.emittedMs, nowMs, before)) return [{ ticket, plan: late, atMs: nowMs }];
      const member: Member = { ticket, event, atMs, last, carried: false };
      for (let window = first; window <= last; window++) if (!isOver(window, event.emittedMs, nowMs, before)) enter(window, key, member);
      return [];
    },
    due(nowMs) {
      const releases: Release[] = [];
      while (ends.nextMs() + graceMs <= nowMs) {
        const ended = ends.take();
        if (!ended) break;
        for (const [key, members] of windows.get(ended.ticket) ?? []) releases.push(...close(ended.ticket, key, members));
        windows.delete(ended.ticket);
        closedMs = Math.max(closedMs, ended.atMs);
      }
      if (overlapping && releases.length > 0) changed = [[CLOSED, String(closedMs)]];
      return releases;
    },
    nextMs: () => ends.nextMs() + graceMs,
    notes() {
      const told = changed;
      changed = [];
      return told;
    },
  };
}

function planOf(first: FlowEvent, index: number, data: Json | undefined): Plan {
  return data === undefined ? NO_VALUE : [{ do: "emit", port: "out", event: partOf(first, index, data), times: 1 }];
}
