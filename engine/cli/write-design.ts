import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { formatDesign } from "../../design/document/format.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import type { ImportNote } from "../../design/import/source.ts";
import { writeAtomically } from "../host/files/write-atomically.ts";
import { counted } from "./read-design.ts";
import type { Terminal } from "./terminal.ts";
import { refuseUnwritable, STANDARD_OUTPUT } from "./write-report.ts";

/** Makes sure before the work that a new design can be written after it. Throws `file-not-writable`, `file-not-found`, or `wrong-use` where a file is there already. */
export async function refuseToOverwrite(path: string | undefined, force: boolean): Promise<void> {
  await refuseUnwritable(path, "--out");
  if (path === undefined || path === STANDARD_OUTPUT || force) return;
  const isThere = await access(path).then(() => true, () => false);
  if (isThere) throw new AppError("wrong-use", `${path} is there already: nothing was written. Name another file, or give --force.`);
}

/** Writes a design to a file, or to standard output. */
export async function writeDesign(path: string, design: Design, terminal: Terminal): Promise<void> {
  const text = formatDesign(design);
  if (path === STANDARD_OUTPUT) return terminal.out(text);
  await writeAtomically(resolve(path), text);
  terminal.note(`${counted(design.nodes.length, "node")} and ${counted(design.edges.length, "edge")} in ${path}\n`);
}

/** What was not understood or was guessed, a line each, by place. */
export function noteLines(notes: readonly ImportNote[]): string {
  return notes.map(({ place, what, instead }) => `note     ${place === "" ? "" : `${place}: `}${what} ${instead}`.replaceAll(/\p{Cc}+/gu, " ")).map((line) => `${line}\n`).join("");
}
