import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Problem } from "../../../design/problem.ts";
import { useProblems } from "../../dock/problems/use-problems.ts";

/** What the check has found at a node. */
export interface NodeProblems {
  readonly severity: "error" | "warning";
  readonly text: string;
}

const store = createStore<{ readonly byNode: ReadonlyMap<string, NodeProblems> }>()(() => ({ byNode: new Map() }));

/** Tells the cards what the check finds, for as long as the calling component is shown. */
export function useKeepProblems(): void {
  const problems = useProblems();
  useEffect(() => store.setState({ byNode: problemsByNode(problems) }), [problems]);
}

/** What is wrong at a node or null. */
export function useNodeProblems(id: string): NodeProblems | null {
  const severity = useStore(store, ({ byNode }) => byNode.get(id)?.severity);
  const text = useStore(store, ({ byNode }) => byNode.get(id)?.text);
  return severity === undefined || text === undefined ? null : { severity, text };
}

function problemsByNode(problems: readonly Problem[]): ReadonlyMap<string, NodeProblems> {
  const byNode = new Map<string, NodeProblems>();
  for (const { node, severity, message } of problems) {
    if (node === undefined) continue;
    const before = byNode.get(node);
    byNode.set(node, {
      severity: before?.severity === "error" ? "error" : severity,
      text: before === undefined ? message : `${before.text}\n${message}`,
    });
  }
  return byNode;
}
