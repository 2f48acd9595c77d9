import { z } from "zod";
import type { FieldMeta } from "../../../design/kinds/fields.ts";
import { metaOf } from "../../../design/kinds/schema-walk.ts";
import { inspectorWords } from "../../words/inspector.ts";

type Schema = z.core.$ZodType;

/** What every field of a generated form has. */
interface FieldBase {
  readonly title: string;
  readonly help: string;
  /** May be left out. */
  readonly optional: boolean;
  /** What holds while nothing is written; undefined when there is none. */
  readonly defaultValue: unknown;
}

export interface NumberField extends FieldBase {
  readonly type: "number";
  readonly unit: FieldMeta["unit"];
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
}

export interface TextField extends FieldBase {
  readonly type: "text";
  /** Code in CEL: a condition has to be true or false. */
  readonly editor: "line" | "expression" | "condition" | "javascript";
  /** What an expression may be about. */
  readonly variables?: FieldMeta["variables"];
}

export interface GroupField extends FieldBase {
  readonly type: "group";
  readonly fields: readonly NamedField[];
}

/** An object that is one of several, told apart by one word: shown as a select and that variant's fields. */
export interface VariantsField extends FieldBase {
  readonly type: "variants";
  readonly discriminator: string;
  readonly variants: readonly { readonly word: string; readonly fields: readonly NamedField[] }[];
}

export interface ListField extends FieldBase {
  readonly type: "list";
  readonly item: Field;
  readonly most: number;
  readonly least: number;
}

/** A value of one of several JSON types. */
export interface EitherField extends FieldBase {
  readonly type: "either";
  readonly options: readonly Field[];
}

export type Field =
  | NumberField
  | TextField
  | GroupField
  | VariantsField
  | ListField
  | EitherField
  | (FieldBase & { readonly type: "flag" })
  | (FieldBase & { readonly type: "choice"; readonly words: readonly string[] })
  | (FieldBase & { readonly type: "json" });

export interface NamedField {
  readonly name: string;
  readonly field: Field;
}

/** The fields of an object's schema, in the order in which it declares them. */
export function fieldsOf(schema: Schema): readonly NamedField[] {
  const { inner } = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Record<string, Schema>)
    .filter(([, part]) => !(unwrapped(part).inner instanceof z.ZodLiteral))
    .map(([name, part]) => ({ name, field: describe(part, titleFrom(name)) }));
}

/** What a form needs to know about one schema; a type it has no editor for is edited as JSON. */
export function describe(schema: Schema, fallbackTitle: string): Field {
  const { inner, optional, defaultValue } = unwrapped(schema);
  const meta = metaOf(schema);
  const base: FieldBase = { title: meta.title ?? fallbackTitle, help: meta.help ?? "", optional, defaultValue };
  if (meta.editor === "json") return { ...base, type: "json" };
  if (inner instanceof z.ZodNumber) return { ...base, type: "number", unit: meta.unit, ...rangeOf(inner) };
  if (inner instanceof z.ZodBoolean) return { ...base, type: "flag" };
  if (inner instanceof z.ZodEnum) return { ...base, type: "choice", words: inner.options.map(String) };
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat) return { ...base, type: "text", editor: meta.editor === "javascript" ? "javascript" : meta.editor !== "cel" ? "line" : meta.condition ? "condition" : "expression", variables: meta.variables };
  if (inner instanceof z.ZodDiscriminatedUnion) return describeVariants(inner, base);
  if (inner instanceof z.ZodUnion) return { ...base, type: "either", options: (inner.options as readonly Schema[]).map((option) => describe(option, base.title)) };
  if (inner instanceof z.ZodArray) return { ...base, type: "list", item: describe(inner.element, inspectorWords.item), ...lengthsOf(inner) };
  if (inner instanceof z.ZodObject) return { ...base, type: "group", fields: fieldsOf(inner) };
  return { ...base, type: "json" };
}

function describeVariants(union: z.ZodDiscriminatedUnion, base: FieldBase): VariantsField {
  const discriminator = union.def.discriminator;
  const variants = (union.options as readonly Schema[]).map((option) => ({ word: wordOf(option, discriminator), fields: fieldsOf(option) }));
  return { ...base, type: "variants", discriminator, variants };
}

function wordOf(option: Schema, discriminator: string): string {
  const { inner } = unwrapped(option);
  const literal = inner instanceof z.ZodObject ? (inner.shape as Record<string, Schema>)[discriminator] : undefined;
  return literal instanceof z.ZodLiteral ? String(literal.value) : "";
}

function unwrapped(schema: Schema): { inner: Schema; optional: boolean; defaultValue: unknown } {
  let inner = schema;
  let optional = false;
  let defaultValue: unknown;
  for (;;) {
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      defaultValue ??= inner.def.defaultValue;
      optional = true;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) {
      optional = true;
      inner = inner.def.innerType;
    } else return { inner, optional, defaultValue };
  }
}

function rangeOf(schema: z.ZodNumber): Pick<NumberField, "integer" | "min" | "max"> {
  return {
    integer: schema.isInt,
    min: schema.minValue ?? -Infinity,
    max: schema.maxValue ?? Infinity,
  };
}

function lengthsOf(schema: z.ZodArray): Pick<ListField, "least" | "most"> {
  const bounds = (schema.def.checks ?? []).map((check) => check._zod.def as { check: string; minimum?: number; maximum?: number });
  return {
    least: bounds.find((bound) => bound.check === "min_length")?.minimum ?? 0,
    most: bounds.find((bound) => bound.check === "max_length")?.maximum ?? Infinity,
  };
}

function titleFrom(name: string): string {
  const words = name.replace(/(Ms|PerSecond)$/, "").replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
