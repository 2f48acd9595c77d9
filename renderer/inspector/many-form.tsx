import { useMemo } from "react";
import type { z } from "zod";
import { withoutExtensions } from "../../design/document/extensions.ts";
import type { Json } from "../../design/document/schema.ts";
import { commonFields } from "./form/common-fields.ts";
import { renderField } from "./form/field-control.tsx";
import { fieldsOf } from "./form/field-model.ts";
import { FormProvider, type Form } from "./form/form-context.ts";
import { Fields } from "./form/group-control.tsx";
import type { FormValues } from "./form/mixed.ts";
import { refusalOf } from "./form/validate.ts";
import type { Path } from "./form/values.ts";
import "./form/form.css";

/** The settings of one of the things that are edited together. */
export interface ManyFormPart {
  readonly schema: z.ZodType;
  readonly settings: Record<string, Json> | undefined;
}

export interface ManyFormProps {
  readonly id: string;
  readonly parts: readonly ManyFormPart[];
  /** Writes a value that is valid in every part, or removes it. */
  readonly onWrite: (path: Path, value: Json | undefined) => void;
  readonly onSettle: () => void;
}

const NO_SETTINGS: Record<string, Json> = {};

/** One form for the settings that several things have in common: what differs is "mixed", and a change is written to all. */
export function ManyForm({ id, parts, onWrite, onSettle }: ManyFormProps) {
  const fields = commonFieldsOf(parts);
  const all = useMemo(() => parts.map(valuesOf), [parts]);
  const [first, ...others] = all;
  if (first === undefined || fields.length === 0) return null;
  const form: Form = {
    id,
    ...first,
    others,
    renderField,
    problemAt: () => null,
    settle: onSettle,
    change(path, value) {
      const refusals = parts.map(({ schema, settings = NO_SETTINGS }) => refusalOf(schema, settings, path, value as Json | undefined));
      const refused = refusals.find((each) => each !== null) ?? null;
      if (refused === null) onWrite(path, value as Json | undefined);
      return refused;
    },
  };
  return (
    <FormProvider value={form}>
      <div className="form">
        <Fields fields={fields} path={[]} />
      </div>
    </FormProvider>
  );
}

/** The fields that all parts have. */
export function commonFieldsOf(parts: readonly ManyFormPart[]) {
  return commonFields([...new Set(parts.map(({ schema }) => schema))].map((schema) => fieldsOf(schema)));
}

function valuesOf({ schema, settings = NO_SETTINGS }: ManyFormPart): FormValues {
  const parsed = schema.safeParse(withoutExtensions(settings, schema));
  return { written: settings, effective: parsed.success ? parsed.data : settings };
}
