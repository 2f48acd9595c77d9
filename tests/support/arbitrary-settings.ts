import fc from "fast-check";
import { z } from "zod";
import type { Json } from "../../design/document/schema.ts";
import { metaOf, unwrap } from "../../design/kinds/schema-walk.ts";
import { HOSTILE_NAMES } from "./examples.ts";

type Schema = z.core.$ZodType;

/** Texts of every sort that a setting may want, and those that nobody should write and somebody will; each field takes those that fit. */
const TEXTS: readonly string[] = [...HOSTILE_NAMES, "order", "orders.v1", "order.*", "#", "/hook/a", "https://example.com/hook?x=1", "2026-03-01T08:59:50Z", "UTC", "*/5 * * * *", "${env:X}\"'`\n$(id)"];

const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  condition: ["true", "event.priority > 1", 'event.type == "it\'s \\"${x}\\""'],
  window: ["events.size()", "1"],
  value: ["event.data", "event.type", 'event.type + "${x} {{y}}"'],
};

/** Free JSON, with what a payload's template is made of. */
const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    { id: "{{uuid}}", total: "{{int 1 100}}", paid: "{{pick true false}}", lines: [{ sku: "a-{{seq}}", price: "{{number 0 1}}" }], at: "{{time}}", key: "{{key}}", none: null, ok: true, size: 2.5 },
    [],
    [1, "a", { b: null }],
    "text",
    7,
    { "": 1, "$ref": "#/x", "a b": "${x}", "\u0000": "\n", __: [[]] },
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')) as Json),
);

/**
 * Values that fit a settings schema, made from the schema itself, so that a new setting is drawn from its first day. Parts that may be
 * left out often are. What only a kind's own check refuses may come out: see `arbitraryDesign`.
 */
export function arbitrarySettings(schema: Schema): fc.Arbitrary<Json | undefined> {
  const inner = unwrap(schema);
  const fitting = valuesOf(inner, schema).map((value) => (value !== undefined && z.safeParse(schema, value).success ? value : undefined));
  return inner === schema ? fitting : fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: fitting });
}

function valuesOf(inner: Schema, schema: Schema): fc.Arbitrary<Json | undefined> {
  if (inner instanceof z.ZodObject) return objectOf(inner);
  if (inner instanceof z.ZodUnion) return fc.oneof(...(inner.options as readonly Schema[]).map(arbitrarySettings));
  if (inner instanceof z.ZodArray) return fc.array(arbitrarySettings(inner.element), { minLength: 1, maxLength: 3 }).map((items) => items.filter((item) => item !== undefined));
  if (inner instanceof z.ZodEnum) return fc.constantFrom(...(inner.options as string[]));
  if (inner instanceof z.ZodLiteral) return fc.constantFrom(...([...inner.values] as Json[]));
  if (inner instanceof z.ZodBoolean) return fc.boolean();
  if (inner instanceof z.ZodNull) return fc.constant(null);
  if (inner instanceof z.ZodNumber) return numberOf(inner);
  if (inner instanceof z.ZodString || inner instanceof z.ZodISODateTime) return textOf(schema);
  if (inner instanceof z.ZodRecord) return fc.dictionary(fc.constantFrom("kind", "x-a", "a b", "Ü", "${x}"), arbitrarySettings(inner.valueType), { maxKeys: 3, noNullPrototype: true }).map(withoutUndefined);
  return json;
}

function objectOf(schema: z.ZodObject): fc.Arbitrary<Json> {
  const parts = Object.entries(schema.shape).map(([property, field]) => [property, arbitrarySettings(field as Schema)] as const);
  return fc.record(Object.fromEntries(parts), { noNullPrototype: true }).map(withoutUndefined);
}

function numberOf(schema: z.ZodNumber): fc.Arbitrary<number> {
  const [low, high] = [Math.max(schema.minValue ?? 0, -1e9), Math.min(schema.maxValue ?? 1e9, 1e12)];
  if (z.safeParse(schema, 0.5 + Math.ceil(low)).success) return fc.oneof(fc.integer({ min: Math.ceil(low), max: Math.min(Math.floor(high), 100_000) }), fc.double({ min: low, max: high, noNaN: true }).map((value) => value + 0));
  return fc.oneof(fc.integer({ min: Math.ceil(low), max: Math.min(Math.floor(high), Math.ceil(low) + 20) }), fc.integer({ min: Math.ceil(low), max: Math.floor(high) }));
}

function textOf(schema: Schema): fc.Arbitrary<string> {
  const { editor, condition, variables } = metaOf(schema);
  if (editor === "cel") return fc.constantFrom(...(EXPRESSIONS[condition === true ? "condition" : (variables ?? "value")] ?? []));
  if (editor === "javascript") return fc.constant("function handler(event) { return { ...event.data, s: `${1}\\n` }; }");
  const fitting = TEXTS.filter((text) => z.safeParse(schema, text).success);
  return fitting.length === 0 ? fc.string({ maxLength: 20 }) : fc.constantFrom(...fitting);
}

function withoutUndefined(record: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
