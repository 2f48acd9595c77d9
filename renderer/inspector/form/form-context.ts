import { createContext, useContext, type ReactNode } from "react";
import type { Field } from "./field-model.ts";
import type { FormValues } from "./mixed.ts";
import type { Path } from "./values.ts";

/** What a field of a generated form may read and do. Its settings hold as written where they are broken. */
export interface Form extends FormValues {
  /** Settings of other things that a change is written to as well. */
  readonly others?: readonly FormValues[];
  /** Writes a value, or removes it when undefined. Returns why it cannot be written; then nothing was. */
  readonly change: (path: Path, value: unknown) => string | null;
  /** The field was left: the next change is a step of undo of its own. */
  readonly settle: () => void;
  /** What is wrong with the design at this place, although it could be written. */
  readonly problemAt: (path: Path) => string | null;
  /** Prefix of the fields' element ids. */
  readonly id: string;
  /** Draws a field inside another: lists and groups do not know all controls. */
  readonly renderField: (field: Field, path: Path) => ReactNode;
}

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

/** The form that a field is in. */
export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error("A field was drawn outside a form.");
  return form;
}

/** A field's element id. */
export function fieldId(form: Form, path: Path): string {
  return [form.id, ...path].join("-");
}
