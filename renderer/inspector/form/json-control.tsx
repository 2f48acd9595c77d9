import { messageOf } from "../../../design/errors.ts";
import type { Field } from "./field-model.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { MIXED } from "./mixed.ts";
import { useDraft, type Parsed } from "./use-draft.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** Any JSON, as text; what is no JSON is told and not written. */
export function JsonControl({ field, path }: { readonly field: Field; readonly path: Path }) {
  const state = useField(field, path);
  const draft = useDraft({
    value: state.written,
    text: state.written === undefined ? "" : JSON.stringify(state.written, null, 2),
    parse: (text) => parse(text, field.optional),
    commit: state.commit,
    settle: state.settle,
  });
  const error = draft.error ?? state.problem;
  return (
    <FieldRow id={state.id} title={field.title} help={field.help} error={error} defaultText={null} wide>
      <textarea
        id={state.id}
        className="code-input"
        rows={Math.min(12, Math.max(3, draft.text.split("\n").length + 1))}
        value={draft.text}
        placeholder={state.mixed ? MIXED : inspectorWords.none}
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={describedBy(state.id, error)}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={draft.leave}
      />
    </FieldRow>
  );
}

function parse(text: string, optional: boolean): Parsed {
  if (text.trim() === "") return optional ? { value: undefined } : { error: inspectorWords.jsonIsNeededHere };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { error: inspectorWords.notJSONYetMessageOf(messageOf(error)) };
  }
}
