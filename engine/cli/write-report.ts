import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { AppError } from "../../design/errors.ts";
import type { Report } from "../contract/report.ts";
import { writeAtomically } from "../host/files/write-atomically.ts";
import type { Terminal } from "./terminal.ts";

/** `--report -`: the report alone goes to standard output. */
export const STANDARD_OUTPUT = "-";

/** Makes sure before a run that its report can be written after it. Throws `file-not-found` or `file-not-writable`. */
export async function refuseUnwritable(path: string | undefined, option = "--report"): Promise<void> {
  if (path === undefined || path === STANDARD_OUTPUT) return;
  const folder = dirname(resolve(path));
  const target = await stat(path).catch(() => null);
  if (target?.isDirectory()) throw new AppError("file-not-writable", `${option} ${path} is a folder. Name a file in it.`);
  const isFolder = await stat(folder).then((status) => status.isDirectory(), () => false);
  if (!isFolder) throw new AppError("file-not-found", `${option}: there is no folder ${folder}.`);
  const mayWrite = await access(folder, constants.W_OK).then(() => true, () => false);
  if (!mayWrite) throw new AppError("file-not-writable", `${option}: you have no permission to write to ${folder}.`);
}

/** Writes the report as JSON, atomically, or to standard output. */
export function writeReport(path: string, report: Report, terminal: Terminal): Promise<void> {
  return writeJson(path, report, terminal);
}

/** Writes anything as JSON, atomically, or to standard output. */
export async function writeJson(path: string, value: object, terminal: Terminal): Promise<void> {
  await writeText(path, `${JSON.stringify(value, null, 2)}\n`, terminal);
}

/** Writes a text, atomically, or to standard output. */
export async function writeText(path: string, text: string, terminal: Terminal): Promise<void> {
  if (path === STANDARD_OUTPUT) terminal.out(text);
  else await writeAtomically(resolve(path), text);
}
