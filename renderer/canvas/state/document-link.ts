import type { DesignDiff } from "../../../design/document/diff.ts";
import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { problemsOf } from "../../dock/problems/use-problems.ts";
import { documentStore, useDocument } from "../../stores/document-store.ts";

/** The design as it is now. */
export function designNow(): Design {
  return documentStore.getState().design;
}

/** Puts a change into the document as one step of undo. Gives the change; null when it is refused, which the user is told. */
export function editDesign(label: string, change: (design: Design) => DesignDiff): DesignDiff | null {
  try {
    const diff = change(designNow());
    documentStore.getState().edit(diff, label);
    return diff;
  } catch (error) {
    tellFailure(error, commandContext);
    return null;
  }
}

/** A node's name for a label of undo. */
export function nameOf(id: string): string {
  const node = designNow().nodes.find((each) => each.id === id);
  return node === undefined ? "note" : displayName(node);
}

/** `orders`, or `3 nodes`, for a label of undo. */
export function namesOf(ids: readonly string[]): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? nameOf(only) : `${ids.length} nodes`;
}

/** What the check has found at a node. */
export interface NodeProblems {
  readonly severity: "error" | "warning";
  readonly text: string;
}

const found = new WeakMap<Design, ReadonlyMap<string, NodeProblems>>();

/** What is wrong at a node or null; the same object while it says the same. */
export function useNodeProblems(id: string): NodeProblems | null {
  const severity = useDocument((document) => problemsByNode(document.design).get(id)?.severity);
  const text = useDocument((document) => problemsByNode(document.design).get(id)?.text);
  return severity === undefined || text === undefined ? null : { severity, text };
}

function problemsByNode(design: Design): ReadonlyMap<string, NodeProblems> {
  const known = found.get(design);
  if (known !== undefined) return known;
  const byNode = new Map<string, NodeProblems>();
  for (const { node, severity, message } of problemsOf(design)) {
    if (node === undefined) continue;
    const before = byNode.get(node);
    byNode.set(node, {
      severity: before?.severity === "error" ? "error" : severity,
      text: before === undefined ? message : `${before.text}\n${message}`,
    });
  }
  found.set(design, byNode);
  return byNode;
}
