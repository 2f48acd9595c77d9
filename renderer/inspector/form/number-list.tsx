import type { ListField } from "./field-model.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { MIXED } from "./mixed.ts";
import { useDraft, type Parsed } from "./use-draft.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** Numbers, typed or pasted with spaces, commas or line breaks between them. */
export function NumberList({ field, path }: { readonly field: ListField; readonly path: Path }) {
  const state = useField(field, path);
  const draft = useDraft({
    value: state.written,
    text: Array.isArray(state.effective) ? state.effective.join(", ") : "",
    parse,
    commit: state.commit,
    settle: state.settle,
  });
  const error = draft.error ?? state.problem;
  return (
    <FieldRow id={state.id} title={field.title} help={field.help} error={error} defaultText={null} wide>
      <textarea
        id={state.id}
        className="code-input"
        rows={3}
        value={draft.text}
        placeholder={state.mixed ? MIXED : undefined}
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={describedBy(state.id, error)}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={draft.leave}
      />
    </FieldRow>
  );
}

function parse(text: string): Parsed {
  const numbers = text.split(/[\s,;]+/).filter(Boolean).map(Number);
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  return wrong === -1 ? { value: numbers } : { error: inspectorWords.entryValueIsNotANumber(wrong + 1) };
}
