import { hasErrors, checkDesign } from "../checks/check.ts";
import { formatDesign } from "../document/format.ts";
import { loadDesign } from "../document/load.ts";
import type { Design, Json } from "../document/schema.ts";
import { AppError } from "../errors.ts";
import { laidOut } from "../layout/layered.ts";
import { asyncapi } from "./asyncapi.ts";
import { compose } from "./compose.ts";
import { parseDocument } from "./parse-document.ts";
import { rabbitmq } from "./rabbitmq.ts";
import type { ImportNote, ImportResult, ImportSource } from "./source.ts";
import { recordIn, valueIn } from "./values.ts";

/** Every format that designs are imported from, in the order in which they are asked and offered. */
export const sources = {
  asyncapi,
  rabbitmq,
  compose,
} as const satisfies Record<string, ImportSource>;

export type SourceName = keyof typeof sources;

/** All source names, in order. */
export const sourceNames = Object.keys(sources) as readonly SourceName[];

/** A design that was read from a text, laid out, with the name of the format that it was. */
export interface Imported extends ImportResult {
  readonly source: SourceName;
}

/** The most notes of one import. */
const MOST_NOTES = 1000;

/** What marks documents that people try to import and that hold no event flow, or one that is opened rather than imported. */
const OTHERS: readonly { readonly property: string; readonly is: string }[] = [
  { property: "openapi", is: "an OpenAPI document, which describes calls and no events" },
  { property: "swagger", is: "an OpenAPI document, which describes calls and no events" },
  { property: "apiVersion", is: "a Kubernetes object" },
  { property: "AWSTemplateFormatVersion", is: "a CloudFormation template" },
  { property: "$schema", is: "a JSON schema" },
];

/**
 * Reads a design from another tool's text (JSON or YAML), whatever its format: recognises it, draws it, lays it out, and checks it
 * with the loader that opens designs, so that what is imported can always be opened. The same text gives the same design. What keeps
 * it from running, if anything does, is in the notes. Throws an AppError `import-refused` that says what the file is, or where it is broken.
 */
export function importText(text: string, fileName: string): Imported {
  const document = parseDocument(text, fileName);
  const source = sourceNames.find((name) => sources[name].recognises(document));
  if (source === undefined) throw notRecognised(document, fileName);
  const { design, notes } = sources[source].read(document, nameFrom(fileName));
  const opened = loadDesign(formatDesign(laidOut(design)));
  if (!opened.ok) throw new AppError("import-refused", `${fileName} was read as ${sources[source].title}, but gives no design that can be opened. ${opened.error.message}`);
  return { source, design: opened.design, notes: shortened([...notes, ...problemsOf(opened.design)]) };
}

/** What keeps an imported design from running (rule G5), as notes. */
function problemsOf(design: Design): ImportNote[] {
  const problems = checkDesign(design);
  if (!hasErrors(problems)) return [];
  return problems.filter(({ severity }) => severity === "error").map(({ message }) => ({ place: "", what: message, instead: "Mend it on the canvas before it runs." }));
}

function shortened(notes: readonly ImportNote[]): readonly ImportNote[] {
  if (notes.length <= MOST_NOTES) return notes;
  return [...notes.slice(0, MOST_NOTES), { place: "", what: `There are ${notes.length - MOST_NOTES} notes more.`, instead: "Import a part of it." }];
}

function nameFrom(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/\.[A-Za-z0-9]+$/, "") || "Imported design";
}

function notRecognised(document: Json, fileName: string): AppError {
  const titles = sourceNames.map((name) => sources[name].title);
  const known = `Imported are ${titles.slice(0, -1).join(", ")}${titles.length > 1 ? " and " : ""}${titles.at(-1) ?? ""}.`;
  if (valueIn(document, "format") === "spillway") return new AppError("import-refused", `${fileName} is a Spillway design already: open it.`);
  const other = OTHERS.find(({ property }) => valueIn(document, property) !== undefined);
  if (other !== undefined) return new AppError("import-refused", `${fileName} is ${other.is}. ${known}`);
  const properties = Object.keys(recordIn(document) ?? {});
  const holds = properties.length === 0 ? "no object with properties" : `an object with ${properties.slice(0, 6).join(", ").slice(0, 200)}${properties.length > 6 ? ", …" : ""}`;
  return new AppError("import-refused", `${fileName} is no document that can be imported: it holds ${holds}. ${known}`);
}
