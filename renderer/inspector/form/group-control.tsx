import { Switch } from "radix-ui";
import { Fragment } from "react";
import { Select } from "../../ui/select.tsx";
import { describedBy, FieldRow } from "./field-row.tsx";
import type { EitherField, GroupField, NamedField, VariantsField } from "./field-model.ts";
import { useForm } from "./form-context.ts";
import { MIXED } from "./mixed.ts";
import { useField } from "./use-field.ts";
import { initialValue, type Path } from "./values.ts";
import { switchVariant } from "./variant-values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** The fields of an object, below each other. */
export function Fields({ fields, path }: { readonly fields: readonly NamedField[]; readonly path: Path }) {
  const { renderField } = useForm();
  return fields.map(({ name, field }) => <Fragment key={name}>{renderField(field, [...path, name])}</Fragment>);
}

/** A nested object; one that may be left out has a switch. */
export function GroupControl({ field, path }: { readonly field: GroupField; readonly path: Path }) {
  const state = useField(field, path);
  const isSwitched = field.optional && field.defaultValue === undefined;
  const isOn = !state.mixed && (!isSwitched || state.written !== undefined);
  return (
    <fieldset className="field-group" aria-describedby={`${state.id}-help`}>
      <legend>
        {field.title}
        {isSwitched && (
          <Switch.Root
            id={state.id}
            className="switch"
            aria-label={field.title}
            checked={isOn}
            onCheckedChange={(on) => {
              state.commit(on ? initialValue(field) : undefined);
              state.settle();
            }}
          >
            <Switch.Thumb className="switch-thumb" />
          </Switch.Root>
        )}
        {state.mixed && <span className="field-mixed">{MIXED}</span>}
      </legend>
      <p className="group-help" id={`${state.id}-help`}>
        {field.help}
      </p>
      {state.problem !== null && <p className="field-error">{state.problem}</p>}
      {isOn && <Fields fields={field.fields} path={path} />}
    </fieldset>
  );
}

/** An object of one of several shapes: the shape's word, then its fields. */
export function VariantsControl({ field, path }: { readonly field: VariantsField; readonly path: Path }) {
  const state = useField(field, path);
  const word = state.mixed ? MIXED : variantOf(field, state.effective);
  const variant = field.variants.find((each) => each.word === word);
  return (
    <fieldset className="field-group">
      <legend className="visually-hidden">{field.title}</legend>
      <FieldRow id={state.id} title={field.title} help={field.help} error={state.problem} defaultText={null}>
        <Select
          id={state.id}
          value={word}
          options={[...(state.mixed ? [MIXED] : []), ...field.variants.map((each) => each.word)].map((each) => ({ value: each, label: each }))}
          describedBy={describedBy(state.id, state.problem)}
          onChange={(next) => {
            if (next === MIXED) return;
            state.commit(switchVariant(field, state.effective, next));
            state.settle();
          }}
        />
      </FieldRow>
      {variant && variant.fields.length > 0 && (
        <div className="nested">
          <Fields fields={variant.fields} path={path} />
        </div>
      )}
    </fieldset>
  );
}

/** A value of one of several JSON types: which, then its control. */
export function EitherControl({ field, path }: { readonly field: EitherField; readonly path: Path }) {
  const form = useForm();
  const state = useField(field, path);
  const index = field.options.findIndex((option) => (option.type === "list") === Array.isArray(state.effective));
  const option = state.written === undefined ? undefined : field.options[index];
  const names = field.options.map((each) => (each.type === "list" ? "mixed" : "one"));
  return (
    <fieldset className="field-group">
      <legend className="visually-hidden">{field.title}</legend>
      <FieldRow id={state.id} title={field.title} help={field.help} error={state.problem} defaultText={null}>
        <Select
          id={state.id}
          value={state.mixed ? MIXED : option ? String(index) : "none"}
          options={[...(state.mixed ? [{ value: MIXED, label: MIXED }] : []), ...(field.optional ? [{ value: "none", label: inspectorWords.none }] : []), ...names.map((label, at) => ({ value: String(at), label }))]}
          describedBy={describedBy(state.id, state.problem)}
          onChange={(next) => {
            if (next === MIXED) return;
            const chosen = field.options[Number(next)];
            state.commit(chosen && initialValue(chosen));
            state.settle();
          }}
        />
      </FieldRow>
      {option && form.renderField({ ...option, optional: false }, path)}
    </fieldset>
  );
}

/** The word of the shape that a value has; the default's, or the first one's, where it has none. */
function variantOf({ discriminator, defaultValue, variants }: VariantsField, value: unknown): string {
  return wordOf(value, discriminator) ?? wordOf(defaultValue, discriminator) ?? variants[0]?.word ?? "";
}

function wordOf(value: unknown, discriminator: string): string | undefined {
  const word = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[discriminator] : undefined;
  return typeof word === "string" ? word : undefined;
}
