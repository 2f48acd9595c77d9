import type { Json } from "../document/schema.ts";

/** A JSON schema (draft 7, as AsyncAPI uses it). */
export type JsonSchema = Readonly<Record<string, Json>>;

/**
 * The schema of what a payload template is filled in to (rule P4): objects with all their properties, constants as such, and for a
 * placeholder that stands alone the values that it draws. Templates are read back from it by `templateOf` of the imports.
 */
export function schemaOfTemplate(template: Json): JsonSchema {
  if (typeof template === "string") return schemaOfText(template);
  if (Array.isArray(template)) return listSchema(template);
  if (typeof template === "object" && template !== null) {
    const entries = Object.entries(template);
    const properties = Object.fromEntries(entries.map(([name, inner]) => [name, schemaOfTemplate(inner)]));
    return entries.length === 0 ? { type: "object" } : { type: "object", properties, required: entries.map(([name]) => name) };
  }
  return { const: template };
}

/** Lists are drawn with a fixed length: one schema where all items are alike, else one for each place. */
function listSchema(items: readonly Json[]): JsonSchema {
  const schemas = items.map(schemaOfTemplate);
  const [first] = schemas;
  const length = { minItems: items.length, maxItems: items.length };
  if (first === undefined) return { type: "array", ...length };
  const alike = schemas.every((schema) => JSON.stringify(schema) === JSON.stringify(first));
  return { type: "array", items: alike ? first : schemas, ...length };
}

function schemaOfText(text: string): JsonSchema {
  const placeholders = [...text.matchAll(/\{\{\s*([a-z]+)((?:\s+[^\s}]+)*)\s*\}\}/g)].filter((match) => DRAWN[match[1] ?? ""] !== undefined);
  const [only] = placeholders;
  if (only === undefined) return { const: text };
  if (only[0] !== text) return { type: "string" };
  const words = (only[2] ?? "").trim().split(/\s+/).filter(Boolean);
  return DRAWN[only[1] ?? ""]?.(words) ?? { const: text };
}

/** What each placeholder draws. */
const DRAWN: Readonly<Record<string, (words: readonly string[]) => JsonSchema | undefined>> = {
  seq: () => ({ type: "integer", minimum: 0 }),
  key: () => ({ type: "string" }),
  time: () => ({ type: "number", minimum: 0, description: "Time since the start, in ms." }),
  uuid: () => ({ type: "string", format: "uuid" }),
  int: (words) => ({ type: "integer", ...rangeOf(words, 0, 100) }),
  number: (words) => ({ type: "number", ...rangeOf(words, 0, 1) }),
  pick: (words) => (words.length === 0 ? undefined : { type: "string", enum: [...new Set(words)] }),
};

function rangeOf([first, second]: readonly string[], low: number, high: number): { minimum?: number; maximum?: number } {
  const [minimum, maximum] = [Number(first ?? low), Number(second ?? high)];
  return Number.isFinite(minimum) && Number.isFinite(maximum) && minimum <= maximum ? { minimum, maximum } : {};
}
