import type { Field } from "./field-model.ts";
import { fieldId, useForm } from "./form-context.ts";
import { isMixed } from "./mixed.ts";
import { valueAt, type Path } from "./values.ts";

/** What every control needs of the field it edits. */
export interface FieldState {
  readonly id: string;
  /** As written; undefined where the default holds, and where it is mixed. */
  readonly written: unknown;
  /** As it holds; undefined where it is mixed. */
  readonly effective: unknown;
  /** Several things are edited, and this differs between them. */
  readonly mixed: boolean;
  readonly problem: string | null;
  readonly commit: (value: unknown) => string | null;
  readonly settle: () => void;
  /** Goes back to the default; undefined when there is nothing to go back from. */
  readonly reset: (() => void) | undefined;
}

/** One field of the form it is drawn in. */
export function useField(field: Field, path: Path): FieldState {
  const form = useForm();
  const { others = [] } = form;
  const mixed = others.length > 0 && isMixed(field, path, [form, ...others]);
  const written = mixed ? undefined : valueAt(form.written, path);
  const effective = mixed ? undefined : (written ?? valueAt(form.effective, path) ?? field.defaultValue);
  const commit = (value: unknown) => form.change(path, value);
  const isWritten = [form, ...others].some((values) => valueAt(values.written, path) !== undefined);
  const canReset = isWritten && field.defaultValue !== undefined && field.optional;
  return {
    id: fieldId(form, path),
    written,
    effective,
    mixed,
    problem: form.problemAt(path),
    commit,
    settle: form.settle,
    reset: canReset
      ? () => {
          commit(undefined);
          form.settle();
        }
      : undefined,
  };
}
