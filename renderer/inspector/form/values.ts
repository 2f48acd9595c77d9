import { valueOf } from "../../../design/kinds/schema-walk.ts";
import type { Field, NamedField, NumberField } from "./field-model.ts";

export type Path = readonly (string | number)[];

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => valueOf(value, key), root);
}

/** A value to begin with for a field that must have one. */
export function initialValue(field: Field): unknown {
  if (field.defaultValue !== undefined) return structuredClone(field.defaultValue);
  switch (field.type) {
    case "number":
      return initialNumber(field);
    case "flag":
      return false;
    case "choice":
      return field.words[0];
    case "text":
      return field.editor === "condition" ? "true" : field.editor === "expression" ? "event.id" : "";
    case "json":
      return {};
    case "group":
      return initialGroup(field.fields);
    case "variants": {
      const [first] = field.variants;
      return first ? { [field.discriminator]: first.word, ...initialGroup(first.fields) } : {};
    }
    case "list":
      return field.least > 0 ? [initialValue(field.item)] : [];
    case "either":
      return field.options[0] && initialValue(field.options[0]);
  }
}

function initialGroup(fields: readonly NamedField[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter(({ field }) => !field.optional).map(({ name, field }) => [name, initialValue(field)]));
}

function initialNumber({ unit, min, max }: NumberField): number {
  const wished = unit === "ms" ? 1000 : unit === "%" ? 0.1 : unit === undefined ? 1 : 10;
  return Math.min(max, Math.max(min, wished));
}
