import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { DesignEdge } from "../../../design/document/schema.ts";
import { traces, type Trace } from "../../stores/traces.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { handOverEdges } from "../model/hand-over.ts";
import { sceneStore } from "../state/scene-store.ts";

/** Where one event and its descendants went. */
export interface Highlight {
  readonly root: string;
  readonly edges: ReadonlySet<string>;
  /** Time spent at each node, ms of design time, all attempts together. */
  readonly nodes: ReadonlyMap<string, { readonly waitMs: number; readonly serviceMs: number; readonly attempts: number }>;
}

/** The path of the selected event; null while none is selected. */
export const highlightStore = createStore<{ readonly highlight: Highlight | null }>()(() => ({ highlight: null }));

/** The part of the highlighted path that a component needs. */
export function useHighlight<Part>(selector: (highlight: Highlight | null) => Part): Part {
  return useStore(highlightStore, (state) => selector(state.highlight));
}

/** Follows the selected event, also while it is still under way, until the function it returns is called. */
export function keepHighlight(): () => void {
  const update = () => {
    const root = sessionStore.getState().selectedEvent;
    const before = highlightStore.getState().highlight;
    if (root === null && before === null) return;
    highlightStore.setState({ highlight: root === null ? null : highlightOf(root, traces.traceOf(root), handOverEdges(sceneStore.getState().design)) });
  };
  update();
  const stops = [
    sessionStore.subscribe((session, before) => {
      if (session.selectedEvent !== before.selectedEvent) update();
    }),
    traces.subscribeList(update),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * The path of a trace; only its root's id where nothing of it is known any more. An edge from a channel to a consumer belongs
 * to it when the event was at both.
 */
export function highlightOf(root: string, trace: Trace | undefined, handOvers: ReadonlyMap<string, readonly DesignEdge[]>): Highlight {
  const nodes = new Map<string, { waitMs: number; serviceMs: number; attempts: number }>();
  for (const span of trace?.spans ?? []) {
    const before = nodes.get(span.node) ?? { waitMs: 0, serviceMs: 0, attempts: 0 };
    nodes.set(span.node, { waitMs: before.waitMs + span.waitMs, serviceMs: before.serviceMs + span.serviceMs, attempts: before.attempts + 1 });
  }
  const edges = new Set(trace?.moves.map((move) => move.edge));
  for (const node of nodes.keys()) {
    const [edge, another] = handOvers.get(node) ?? [];
    if (edge !== undefined && another === undefined) edges.add(edge.id);
  }
  return { root, edges, nodes };
}
