import type { Json } from "../document/schema.ts";
import type { References } from "./references.ts";
import { entriesIn, listIn, numberIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** How deep a template goes, and how many values it has at most: schemas may name themselves, several times over. */
const DEEPEST = 6;
const MOST_VALUES = 500;

/** Texts of formats that programs look at. */
const FORMATS: Readonly<Record<string, Json>> = {
  uuid: "{{uuid}}",
  "date-time": "2024-01-01T00:00:00Z",
  date: "2024-01-01",
  time: "00:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  url: "https://example.com/",
};

/**
 * A payload template (rule P4) whose events fit a JSON schema, as far as it is understood: required and optional properties alike, the
 * first of several choices, one item to a list that says no number. What a schema says of a value beyond its type and range is left out.
 */
export function templateOf(schema: Json | undefined, references: References, place: string): Json {
  return read(schema, place, { references, left: MOST_VALUES }, 0);
}

function read(schema: Json | undefined, place: string, reading: { readonly references: References; left: number }, depth: number): Json {
  reading.left -= 1;
  if (depth > DEEPEST || reading.left < 0) return null;
  const resolved = reading.references.resolve(schema, place);
  const { value } = resolved;
  const given = [valueIn(value, "const"), valueIn(value, "example"), valueIn(value, "default"), listIn(valueIn(value, "examples"))[0]].find((each) => each !== undefined);
  if (given !== undefined) return given;
  const inside = (part: Json | undefined, ...path: string[]): Json => read(part, `${resolved.place}${pointerTo(...path)}`, reading, depth + 1);
  const words = listIn(valueIn(value, "enum"));
  if (words.length > 0) return pick(words);
  const [choice] = [...listIn(valueIn(value, "oneOf")), ...listIn(valueIn(value, "anyOf"))];
  if (choice !== undefined) return inside(choice);
  const parts = listIn(valueIn(value, "allOf"));
  if (parts.length > 0) {
    const own = Object.fromEntries(entriesIn(value).filter(([name]) => name !== "allOf"));
    const all = [...parts, ...(Object.keys(own).length === 0 ? [] : [own])].map((part) => inside(part));
    return all.every((part) => recordIn(part) !== undefined) ? (Object.assign({}, ...all) as Json) : (all[0] ?? null);
  }
  switch (typeOf(value)) {
    case "object":
      return Object.fromEntries(entriesIn(valueIn(value, "properties")).map(([name, property]) => [name, inside(property, "properties", name)]));
    case "array":
      return itemsOf(value).map((item) => inside(item, "items"));
    case "integer":
      return range("int", value);
    case "number":
      return range("number", value);
    case "boolean":
      return true;
    case "string":
      return FORMATS[textIn(value, "format") ?? ""] ?? "text";
    default:
      return null;
  }
}

/** The type that a schema names, the first of several; what has properties or items is of the type that has them. */
function typeOf(schema: Json | undefined): Json | undefined {
  const type = valueIn(schema, "type");
  if (Array.isArray(type)) return type.find((each) => each !== "null");
  if (type !== undefined) return type;
  if (recordIn(valueIn(schema, "properties")) !== undefined) return "object";
  return valueIn(schema, "items") === undefined ? undefined : "array";
}

function itemsOf(schema: Json | undefined): readonly Json[] {
  const items = valueIn(schema, "items");
  if (Array.isArray(items)) return items.slice(0, 20);
  const count = Math.min(20, Math.max(0, numberIn(schema, "minItems") ?? 1));
  return items === undefined || numberIn(schema, "maxItems") === 0 ? [] : Array.from({ length: count }, () => items);
}

/** One of the words by chance; the first where they are not all words that a placeholder takes. */
function pick(words: readonly Json[]): Json {
  const texts = words.filter((word): word is string => typeof word === "string" && /^[^\s{}]+$/.test(word));
  return texts.length === words.length ? `{{pick ${texts.join(" ")}}}` : (words[0] ?? null);
}

function range(placeholder: "int" | "number", schema: Json | undefined): string {
  const low = numberIn(schema, "minimum") ?? numberIn(schema, "exclusiveMinimum");
  const high = numberIn(schema, "maximum") ?? numberIn(schema, "exclusiveMaximum");
  if (low === undefined && high === undefined) return `{{${placeholder}}}`;
  const least = low ?? Math.min(0, high ?? 0);
  return `{{${placeholder} ${least} ${high ?? least + 100}}}`;
}
