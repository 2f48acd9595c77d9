import { Switch } from "radix-ui";
import { Select } from "../../ui/select.tsx";
import type { Field } from "./field-model.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { MIXED } from "./mixed.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";

const UNSET = "(none)";

/** One of a set of words. */
export function ChoiceControl({ field, path }: { readonly field: Extract<Field, { type: "choice" }>; readonly path: Path }) {
  const state = useField(field, path);
  const clearable = field.optional && field.defaultValue === undefined;
  const options = [...(state.mixed ? [MIXED] : []), ...(clearable ? [UNSET] : []), ...field.words].map((word) => ({ value: word, label: word }));
  const fallback = typeof field.defaultValue === "string" ? field.defaultValue : undefined;
  return (
    <FieldRow
      id={state.id}
      title={field.title}
      help={field.help}
      error={state.problem}
      defaultText={state.reset && state.written !== fallback ? (fallback ?? null) : null}
      onReset={state.reset}
    >
      <Select
        id={state.id}
        value={state.mixed ? MIXED : typeof state.effective === "string" ? state.effective : UNSET}
        options={options}
        describedBy={describedBy(state.id, state.problem)}
        onChange={(word) => {
          if (word === MIXED) return;
          state.commit(word === UNSET ? undefined : word);
          state.settle();
        }}
      />
    </FieldRow>
  );
}

/** Yes or no. */
export function FlagControl({ field, path }: { readonly field: Field; readonly path: Path }) {
  const state = useField(field, path);
  return (
    <FieldRow id={state.id} title={field.title} help={field.help} error={state.problem} defaultText={null}>
      <Switch.Root
        id={state.id}
        className="switch"
        checked={state.effective === true}
        aria-describedby={describedBy(state.id, state.problem)}
        onCheckedChange={(on) => {
          state.commit(on === field.defaultValue ? undefined : on);
          state.settle();
        }}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      {state.mixed && <span className="field-mixed">{MIXED}</span>}
    </FieldRow>
  );
}
