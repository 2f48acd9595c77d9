import { ChoiceControl, FlagControl } from "./choice-control.tsx";
import type { Field } from "./field-model.ts";
import { EitherControl, GroupControl, VariantsControl } from "./group-control.tsx";
import { JsonControl } from "./json-control.tsx";
import { ListControl } from "./list-control.tsx";
import { NumberControl } from "./number-control.tsx";
import { TextControl } from "./text-control.tsx";
import type { Path } from "./values.ts";

/** The control for a field, whatever its type. */
export function FieldControl({ field, path }: { readonly field: Field; readonly path: Path }) {
  switch (field.type) {
    case "number":
      return <NumberControl field={field} path={path} />;
    case "text":
      return <TextControl field={field} path={path} />;
    case "choice":
      return <ChoiceControl field={field} path={path} />;
    case "flag":
      return <FlagControl field={field} path={path} />;
    case "json":
      return <JsonControl field={field} path={path} />;
    case "group":
      return <GroupControl field={field} path={path} />;
    case "variants":
      return <VariantsControl field={field} path={path} />;
    case "list":
      return <ListControl field={field} path={path} />;
    case "either":
      return <EitherControl field={field} path={path} />;
  }
}

/** Draws a field; for `Form.renderField`. */
export function renderField(field: Field, path: Path) {
  return <FieldControl field={field} path={path} />;
}
