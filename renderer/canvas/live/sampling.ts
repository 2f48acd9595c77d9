import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

interface Sampling {
  readonly byEdge: ReadonlyMap<string, number>;
  readonly highest: number;
}

const store = createStore<Sampling>()(() => ({ byEdge: new Map(), highest: 1 }));
const NOTED_EVERY_MS = 500;
let notedAtMs = Number.NEGATIVE_INFINITY;

/** Notes how many events the dots of each edge stand for; at most twice a second, so that it can be read. */
export function noteSampling(samplingOf: (edge: string) => number, edges: readonly string[]): void {
  const now = performance.now();
  if (now - notedAtMs < NOTED_EVERY_MS) return;
  notedAtMs = now;
  const byEdge = new Map(edges.map((edge) => [edge, roundedUp(samplingOf(edge))]));
  store.setState({ byEdge, highest: Math.max(1, ...byEdge.values()) });
}

/** How many events each dot of an edge stands for. */
export function useSamplingOf(edge: string): number {
  return useStore(store, (sampling) => sampling.byEdge.get(edge) ?? 1);
}

/** The most events that a dot anywhere stands for; 1 when every event is a dot. */
export function useHighestSampling(): number {
  return useStore(store, (sampling) => sampling.highest);
}

/** One or two digits that do not flicker: 1, 2, 3, 5, 10, 20, 30, 50, … */
export function roundedUp(value: number): number {
  if (value <= 1) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 3, 5, 10].find((each) => value <= each * decade * 1.05) ?? 10;
  return step * decade;
}
