import type { Field, NamedField } from "./field-model.ts";

/** The fields that several forms have in common: of one name, and edited in one way. Their defaults and help may differ. */
export function commonFields(forms: readonly (readonly NamedField[])[]): readonly NamedField[] {
  const [first = [], ...others] = forms;
  return first.filter(({ name, field }) =>
    others.every((fields) => {
      const same = fields.find((each) => each.name === name);
      return same !== undefined && shapeOf(same.field) === shapeOf(field);
    }),
  );
}

/** What each may have of its own: limits are checked in each. */
const OWN = new Set(["help", "defaultValue", "optional", "min", "max"]);

/** What decides how a field is edited, as text. */
function shapeOf(field: Field): string {
  return JSON.stringify(field, (key, value: unknown) => (OWN.has(key) ? undefined : value));
}
