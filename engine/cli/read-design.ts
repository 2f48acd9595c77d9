import { dirname, resolve } from "node:path";
import { checkDesign } from "../../design/checks/check.ts";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError, isAppError } from "../../design/errors.ts";
import { flowOf } from "../../design/graph/compile.ts";
import type { Problem } from "../../design/problem.ts";
import { unusable } from "../core/refuse-unusable.ts";
import { readDesignFile } from "../host/files/read-design-file.ts";
import { withTraces } from "../host/files/with-traces.ts";
import type { Terminal } from "./terminal.ts";

/** A design file as read and checked. `design` is null where not even its shape fits: `error` then says so. */
export type CheckedFile =
  | { readonly design: Design; readonly error: null; readonly problems: readonly Problem[] }
  | { readonly design: null; readonly error: AppError; readonly problems: readonly Problem[] };

/** Reads a design file and finds everything that is wrong with it. Throws an AppError where there is no such file. */
export async function checkFile(file: string): Promise<CheckedFile> {
  const { text } = await readDesignFile(resolve(file));
  const loaded = loadDesign(text);
  if (!loaded.ok) return { design: null, error: loaded.error, problems: loaded.problems };
  const problems = checkDesign(loaded.design);
  if (problems.some((problem) => problem.severity === "error")) return { design: loaded.design, error: null, problems };
  try {
    const design = withTraces(loaded.design, dirname(resolve(file)));
    return { design, error: null, problems: [...problems, ...unusable(flowOf(design))] };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { design: null, error, problems: [] };
  }
}

/** The design in a file, without errors: else an AppError, after its problems were written to the terminal. */
export async function readRunnableDesign(file: string, terminal: Terminal): Promise<Design> {
  const { design, error, problems } = await checkFile(file);
  if (error) {
    if (problems.length > 1) terminal.note(problemLines(problems));
    throw new AppError(error.code, `${file}: ${error.message}`, { hint: error.hint });
  }
  const errors = problems.filter((problem) => problem.severity === "error");
  terminal.note(problemLines(problems));
  if (errors.length > 0) throw new AppError("design-has-problems", `${file} cannot run: it has ${counted(errors.length, "problem")}.`);
  return design;
}

/** One line for each problem. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map(({ severity, message, node, edge }) => `${severity.padEnd(7)}  ${whereOf(node, edge)}${message}\n`).join("");
}

/** `1 problem`, `2 problems`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function whereOf(node: string | undefined, edge: string | undefined): string {
  if (node !== undefined) return `${node}: `;
  return edge === undefined ? "" : `${edge}: `;
}
