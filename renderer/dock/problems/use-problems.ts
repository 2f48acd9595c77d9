import { useDeferredValue, useMemo } from "react";
import { checkDesign } from "../../../design/checks/check.ts";
import type { Design, DesignNode } from "../../../design/document/schema.ts";
import type { Problem } from "../../../design/problem.ts";
import { useDocument } from "../../stores/document-store.ts";

const checked = new WeakMap<Design, readonly Problem[]>();
let last: Design | null = null;

/** What is wrong with a design; checked once for each state of it, and not again for one in which things only lie elsewhere. */
export function problemsOf(design: Design): readonly Problem[] {
  const known = checked.get(design) ?? (last !== null && sameButMoved(last, design) ? checked.get(last) : undefined);
  const problems = known ?? checkDesign(design).toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  checked.set(design, problems);
  last = design;
  return problems;
}

/** Whether two states of a design differ in nothing but where nodes and notes lie; no check looks at that. */
export function sameButMoved(one: Design, other: Design): boolean {
  return sameBut(one, other, ["nodes", "annotations"]) && one.nodes.length === other.nodes.length && one.nodes.every((node, index) => isSameNode(node, other.nodes[index]));
}

function isSameNode(node: DesignNode, other: DesignNode | undefined): boolean {
  return node === other || (other !== undefined && sameBut(node, other, ["position"]));
}

/** Whether all properties but some are the same values. */
function sameBut<Record extends object>(one: Record, other: Record, except: readonly (keyof Record)[]): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)] as (keyof Record)[]);
  return [...keys].every((key) => except.includes(key) || one[key] === other[key]);
}

/** What is wrong with the design on the screen, errors first. Checked after the design itself is shown: a large one takes a while. */
export function useProblems(): readonly Problem[] {
  const design = useDeferredValue(useDocument((document) => document.design));
  return useMemo(() => problemsOf(design), [design]);
}
