import type { DesignDiff } from "../../../design/document/diff.ts";
import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { problemsOf } from "../../dock/problems/use-problems.ts";
import type { EditOptions } from "../../stores/document-state.ts";
import { splitIds } from "../model/element-ids.ts";
import { documentStore, useDocument } from "../../stores/document-store.ts";

/** The design as it is now. */
export function designNow(): Design {
  return documentStore.getState().design;
}

/** Puts a change into the document as one step of undo. Gives the change; null when it is refused, which the user is told. */
export function editDesign(label: string, change: (design: Design) => DesignDiff, options?: EditOptions): DesignDiff | null {
  try {
    const diff = change(designNow());
    documentStore.getState().edit(diff, label, options);
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

/** `orders`, or `3 nodes and 2 notes`, for a label of undo. */
export function namesOf(ids: readonly string[]): string {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return nameOf(only);
  const { nodes, annotations } = splitIds(designNow(), ids);
  return [counted(nodes.length, "node"), counted(annotations.length, "note")].filter((words) => words !== "").join(" and ");
}

/** A zone's name for a label of undo: its own, or its id where it has none. */
export function zoneNameOf(id: string): string {
  return designNow().zones?.find((zone) => zone.id === id)?.name || id;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
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
