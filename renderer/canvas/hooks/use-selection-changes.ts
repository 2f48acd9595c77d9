import type { EdgeChange, NodeChange } from "@xyflow/react";
import { useMemo } from "react";
import { sessionStore } from "../../stores/session-store.ts";
import type { WireEdge } from "../edges/wire.tsx";
import type { FlowNode } from "../model/flow-types.ts";

export interface SelectionHandlers {
  readonly nodes: (changes: readonly NodeChange<FlowNode>[]) => void;
  readonly edges: (changes: readonly EdgeChange<WireEdge>[]) => void;
}

/** Keeps the session's selection as React Flow's clicks and boxes change it. */
export function useSelectionChanges(): SelectionHandlers {
  return useMemo(
    () => ({
      nodes(changes) {
        const { selection, select } = sessionStore.getState();
        const nodes = selectedAfter(selection.nodes, changes);
        if (nodes !== selection.nodes) select({ nodes, edges: selection.edges });
      },
      edges(changes) {
        const { selection, select } = sessionStore.getState();
        const edges = selectedAfter(selection.edges, changes);
        if (edges !== selection.edges) select({ nodes: selection.nodes, edges });
      },
    }),
    [],
  );
}

interface Change {
  readonly type: string;
}

/** The ids that are selected after some changes; the same array when that changes nothing. */
export function selectedAfter(before: readonly string[], changes: readonly Change[]): readonly string[] {
  const after = new Set(before);
  for (const change of changes) {
    if (!isSelect(change)) continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after.size === before.length && before.every((id) => after.has(id)) ? before : [...after];
}

function isSelect(change: Change): change is { type: "select"; id: string; selected: boolean } {
  return change.type === "select";
}
