import { factsOf } from "../checks/node-facts.ts";
import { misfitsOf } from "../checks/issue-sentences.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Problem } from "../problem.ts";
import { withoutExtensions } from "./extensions.ts";
import { currentPlan, migrateDocument, type MigrationPlan } from "./migrations.ts";
import { parseJson } from "./parse-json.ts";
import { documentSchema, type Design, type Json } from "./schema.ts";

/** The largest file that is read, in bytes. Ask for the size before reading; `loadDesign` asks for the text's length. */
export const MAX_DESIGN_BYTES = 50 * 1024 * 1024;
const MAX_PROBLEMS = 100;

export type LoadResult =
  | { readonly ok: true; readonly design: Design; readonly warnings: readonly Problem[]; readonly migrated: readonly string[] }
  | { readonly ok: false; readonly error: AppError; readonly problems: readonly Problem[] };

/**
 * Reads a design from a file's text. Never throws: whatever the text, it is a design, or one clear message with every
 * place that does not fit. Only the document's shape must fit: nodes of unknown kinds and settings out of range are
 * kept as written, for `checkDesign` to report. Older versions are migrated, `migrated` names the steps.
 */
export function loadDesign(text: string, plan: MigrationPlan = currentPlan): LoadResult {
  if (text.length > MAX_DESIGN_BYTES) return failure(designTooLarge(text.length));
  const parsed = parseJson(text);
  if (!parsed.ok)
    return refuse("design-unreadable", `This is not a design file: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}.`);
  return readDesign(parsed.value, plan);
}

/** As {@link loadDesign}, for a value that was parsed already by `parseJson`. */
export function readDesign(value: Json, plan: MigrationPlan = currentPlan): LoadResult {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse("design-invalid", `This is not a Spillway design: the file holds ${nameOfType(value)} rather than an object.`);
  const { format, version } = value;
  if (format !== "spillway") return refuse("design-invalid", notASpillwayDesign(format));
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    return refuse("design-invalid", "This design does not say its version: expected a whole number from 1.");
  const migration = migrateDocument(value, version, plan);
  if (!migration.ok) {
    if (migration.reason === "future") return refuse("design-future-version", migration.message);
    return refuse("design-invalid", `This design could not be brought to the present version. ${migration.message}`);
  }
  return validate(migration.document as Record<string, Json>, migration.applied);
}

/** The error for a file over {@link MAX_DESIGN_BYTES}. */
export function designTooLarge(bytes: number): AppError {
  const megabytes = (size: number) => `${Math.ceil(size / 1024 / 1024)} MB`;
  return new AppError("design-too-large", `This file is too large for a design: ${megabytes(bytes)}, of at most ${megabytes(MAX_DESIGN_BYTES)}.`);
}

function validate(document: Record<string, Json>, migrated: readonly string[]): LoadResult {
  const parsed = documentSchema.safeParse(withoutExtensions(document, documentSchema));
  if (parsed.success) {
    // The document itself, not the parsed copy: it still has its extensions, and the schema changes nothing else.
    const design = document as unknown as Design;
    return { ok: true, design, warnings: unknownKinds(design), migrated };
  }
  const misfits = misfitsOf(parsed.error, documentSchema, document);
  const problems = misfits.slice(0, MAX_PROBLEMS).map((misfit): Problem => ({
    severity: "error",
    code: misfit.code === "misfit" ? "shape" : misfit.code,
    path: misfit.path,
    message: misfit.sentence,
    ...whereIs(document, misfit.path),
  }));
  const more = misfits.length > 1 ? ` There ${misfits.length === 2 ? "is 1 more problem" : `are ${misfits.length - 1} more problems`}.` : "";
  return refuse("design-invalid", `This design does not fit the format: ${problems[0]?.message ?? "unknown problem."}${more}`, problems);
}

function unknownKinds(design: Design): Problem[] {
  return design.nodes.flatMap((node, index) =>
    factsOf(node).problems
      .filter((problem) => problem.code === "unknown-kind")
      .map((problem): Problem => ({ ...problem, severity: "warning", node: node.id, path: ["nodes", index, ...problem.path] })),
  );
}

/** The node or edge that a path leads into, where that has an id. */
function whereIs(document: Record<string, Json>, path: readonly (string | number)[]): { node?: string; edge?: string } {
  const [list, index] = path;
  if ((list !== "nodes" && list !== "edges") || typeof index !== "number") return {};
  const records = document[list];
  const record = Array.isArray(records) ? records[index] : undefined;
  if (typeof record !== "object" || record === null || Array.isArray(record) || typeof record["id"] !== "string") return {};
  return list === "nodes" ? { node: record["id"] } : { edge: record["id"] };
}

function notASpillwayDesign(format: Json | undefined): string {
  if (typeof format !== "string") return 'This is not a Spillway design: it has no "format": "spillway".';
  return `This is not a Spillway design: its format is "${format.slice(0, 40)}", not "spillway".`;
}

function nameOfType(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as "string"] ?? "a value";
}

function refuse(code: ErrorCode, message: string, problems: readonly Problem[] = []): LoadResult {
  return failure(new AppError(code, message), problems);
}

function failure(error: AppError, problems: readonly Problem[] = []): LoadResult {
  return { ok: false, error, problems };
}
