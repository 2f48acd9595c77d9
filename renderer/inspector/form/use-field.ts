import type { Field } from "./field-model.ts";
import { fieldId, useForm } from "./form-context.ts";
import { valueAt, type Path } from "./values.ts";

/** What every control needs of the field it edits. */
export interface FieldState {
  readonly id: string;
  /** As written; undefined where the default holds. */
  readonly written: unknown;
  /** As it holds. */
  readonly effective: unknown;
  readonly problem: string | null;
  readonly commit: (value: unknown) => string | null;
  readonly settle: () => void;
  /** Goes back to the default; undefined when there is nothing to go back from. */
  readonly reset: (() => void) | undefined;
}

/** One field of the form it is drawn in. */
export function useField(field: Field, path: Path): FieldState {
  const form = useForm();
  const written = valueAt(form.written, path);
  const effective = written ?? valueAt(form.effective, path) ?? field.defaultValue;
  const commit = (value: unknown) => form.change(path, value);
  const canReset = written !== undefined && field.defaultValue !== undefined && field.optional;
  return {
    id: fieldId(form, path),
    written,
    effective,
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
