import { cyclicComponents, shortestCycle } from "../../design/graph/cycles.ts";
import type { Report } from "../contract/report.ts";
import type { Place, Wiring } from "./wiring.ts";

/** What is known of a run that has ended with events in flight. */
export interface Stuck {
  readonly wiring: Wiring;
  readonly ended: Report["ended"];
  /** Depth of each place at the end: events ready or waiting for their time. */
  readonly depthAtEnd: (place: Place) => number;
}

/**
 * Rule G4: cycles that are stuck. Producers were at their end and the run waited, and still a blocking queue is full that lies in a cycle:
 * each in it waits for the next one to take an event. A problem for each cycle, at its first full queue.
 */
export function deadlocks({ wiring, ended, depthAtEnd }: Stuck): Report["problems"] {
  if (ended !== "drain-timeout" && ended !== "nothing-due") return [];
  const next = nextOf(wiring);
  return cyclicComponents(wiring.places.map(keyOf), next).flatMap((component): Report["problems"] => {
    const members = component.flatMap((key) => wiring.places[Number(key)] ?? []);
    const full = members.find((place) => isFull(place, depthAtEnd(place)));
    if (!full) return [];
    const names = (shortestCycle(keyOf(full), next) ?? []).map((key) => wiring.places[Number(key)]?.name);
    const message =
      `${names.join(" → ")} is a deadlock: ${full.name} is full and holds its emitters back, and they are the ones whose slots would have to come free. ` +
      "Remove its max length, or choose an overflow rule that does not block.";
    return [{ severity: "error", code: "deadlock", message, node: full.node?.id }];
  });
}

/** Nodes and edges may share an id: places are told apart by their index. */
function keyOf(place: Place): string {
  return String(place.index);
}

function isFull(place: Place, depth: number): boolean {
  if (place.behaviour.role !== "channel") return false;
  const { maxLength, overflow } = place.behaviour.settings;
  return overflow === "block" && maxLength !== undefined && depth >= maxLength;
}

/** Where events go from a place: over its edges, by way of implicit queues; and from a channel to its readers. */
function nextOf({ places, readings }: Wiring): (key: string) => readonly string[] {
  const next = new Map<string, string[]>();
  for (const place of places) {
    const edges = [...place.outs.values()].flat().filter((edge) => edge.type === "event");
    next.set(keyOf(place), edges.map((edge) => keyOf(edge.channel ?? edge.to)));
  }
  for (const { channel, consumer } of readings) if (channel.channel) next.set(keyOf(channel), [keyOf(consumer)]);
  return (key) => next.get(key) ?? [];
}
