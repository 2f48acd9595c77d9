import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";
import type { ImportNote } from "../../design/import/source.ts";
import { importWords } from "../words/import.ts";

/** A document that was given to the app, as the design that it is. */
export interface Recognised {
  /** Of the format: `RabbitMQ definitions`. */
  readonly format: string;
  readonly fileName: string;
  readonly design: Design;
  readonly notes: readonly ImportNote[];
  /** Whether it is one of our own designs: opened, not imported. */
  readonly isOwn: boolean;
}

/** Reads a document of any format, our own too. Rejects with an AppError that says what it is instead, or where it is broken. */
export async function recognise(text: string, fileName: string): Promise<Recognised> {
  if (isOwnDesign(text)) {
    const loaded = loadDesign(text);
    if (!loaded.ok) throw loaded.error;
    return { format: importWords.spillwayDesign, fileName, design: loaded.design, notes: [], isOwn: true };
  }
  // With the parsers of every format: loaded when something is imported for the first time.
  const { importText, sources } = await import("../../design/import/registry.ts");
  const { source, design, notes } = importText(text, fileName);
  return { format: sources[source].title, fileName, design, notes, isOwn: false };
}

/** Every format but our own, in words: `AsyncAPI, RabbitMQ definitions or Docker Compose`. */
export async function formatNames(): Promise<string> {
  const { sources } = await import("../../design/import/registry.ts");
  return new Intl.ListFormat("en", { type: "disjunction" }).format(Object.values(sources).map(({ title }) => title));
}

function isOwnDesign(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "format" in value && value.format === "spillway";
  } catch {
    return false;
  }
}
