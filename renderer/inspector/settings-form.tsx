import { useMemo } from "react";
import type { z } from "zod";
import { withoutExtensions } from "../../design/document/extensions.ts";
import type { Json } from "../../design/document/schema.ts";
import { renderField } from "./form/field-control.tsx";
import { fieldsOf } from "./form/field-model.ts";
import { FormProvider, type Form } from "./form/form-context.ts";
import { Fields } from "./form/group-control.tsx";
import { refusalOf } from "./form/validate.ts";
import type { Path } from "./form/values.ts";
import { inspectorWords } from "../words/inspector.ts";
import "./form/form.css";

export interface SettingsFormProps {
  readonly id: string;
  readonly schema: z.ZodType;
  /** As written. */
  readonly settings: Record<string, Json> | undefined;
  /** Writes a valid value, or removes it. */
  readonly onWrite: (path: Path, value: Json | undefined) => void;
  readonly onSettle: () => void;
  readonly problemAt: (path: Path) => string | null;
}

const NO_SETTINGS: Record<string, Json> = {};

/** The form of some settings, generated from their schema; each change is written at once. */
export function SettingsForm({ id, schema, settings = NO_SETTINGS, onWrite, onSettle, problemAt }: SettingsFormProps) {
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const effective = useMemo(() => {
    const parsed = schema.safeParse(withoutExtensions(settings, schema));
    return parsed.success ? parsed.data : settings;
  }, [schema, settings]);

  const form: Form = {
    id,
    written: settings,
    effective,
    renderField,
    problemAt,
    settle: onSettle,
    change(path, value) {
      const refused = refusalOf(schema, settings, path, value as Json | undefined);
      if (refused === null) onWrite(path, value as Json | undefined);
      return refused;
    },
  };

  if (fields.length === 0) return <p className="inspector-note">{inspectorWords.itHasNoSettings}</p>;
  return (
    <FormProvider value={form}>
      <div className="form">
        <Fields fields={fields} path={[]} />
      </div>
    </FormProvider>
  );
}
