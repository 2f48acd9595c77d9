import { checkDesign } from "../../design/checks/check.ts";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";

const MOST_LISTED = 5;

/**
 * The design that a screen wants to run, read and checked anew: whatever was sent, it is a design without errors, or an
 * AppError says why not: one of `loadDesign`, or `design-has-problems` with the first few of them (rule G5).
 */
export function runnableDesign(value: unknown): Design {
  const loaded = loadDesign(textOf(value));
  if (!loaded.ok) throw loaded.error;
  const errors = checkDesign(loaded.design).filter((problem) => problem.severity === "error");
  if (errors.length === 0) return loaded.design;
  const more = errors.length > MOST_LISTED ? ` There are ${errors.length - MOST_LISTED} more.` : "";
  const listed = errors.slice(0, MOST_LISTED).map((problem) => problem.message);
  throw new AppError("design-has-problems", `The design cannot run yet. ${listed.join(" ")}${more}`);
}

/** A message may hold what no JSON can: cycles, big integers, nesting without end. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw new AppError("design-invalid", "This is not a Spillway design: it cannot be written as JSON.", { cause });
  }
}
