import { checkDesign } from "../../../design/checks/check.ts";
import type { Design } from "../../../design/document/schema.ts";
import type { Problem } from "../../../design/problem.ts";
import { useDocument } from "../../stores/document-store.ts";

const checked = new WeakMap<Design, readonly Problem[]>();

/** What is wrong with a design; checked once for each state of it. */
export function problemsOf(design: Design): readonly Problem[] {
  const known = checked.get(design);
  if (known) return known;
  const problems = checkDesign(design).toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  checked.set(design, problems);
  return problems;
}

/** What is wrong with the design on the screen, errors first. */
export function useProblems(): readonly Problem[] {
  return useDocument((document) => problemsOf(document.design));
}
