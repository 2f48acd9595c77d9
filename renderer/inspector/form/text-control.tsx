import { conditionProblem, expressionProblem } from "../../../design/expressions/cel.ts";
import type { TextField } from "./field-model.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { MIXED } from "./mixed.ts";
import { useDraft, type Parsed } from "./use-draft.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** A line of text, or code: mistakes in CEL are told below it, those in JavaScript when it runs. */
export function TextControl({ field, path }: { readonly field: TextField; readonly path: Path }) {
  const state = useField(field, path);
  const fallback = typeof field.defaultValue === "string" ? field.defaultValue : undefined;
  const draft = useDraft({
    value: state.written,
    text: typeof state.written === "string" ? state.written : "",
    parse: (text) => parse(field, text),
    commit: state.commit,
    settle: state.settle,
  });
  const error = draft.error ?? state.problem;
  const isCode = field.editor !== "line";
  const shared = {
    id: state.id,
    value: draft.text,
    placeholder: state.mixed ? MIXED : (fallback ?? (field.optional ? inspectorWords.none : "")),
    spellCheck: false,
    autoComplete: "off",
    "aria-invalid": error !== null,
    "aria-describedby": describedBy(state.id, error),
    onBlur: draft.leave,
  };
  return (
    <FieldRow
      id={state.id}
      title={field.title}
      help={field.help}
      error={error}
      defaultText={state.reset && fallback !== undefined && state.written !== fallback ? fallback : null}
      onReset={state.reset}
      wide={isCode}
    >
      {isCode ? (
        <textarea className="code-input" rows={Math.min(field.editor === "javascript" ? 20 : 8, draft.text.split("\n").length + 1)} {...shared} onChange={(event) => draft.type(event.target.value)} />
      ) : (
        <span className="input-frame">
          <input {...shared} onChange={(event) => draft.type(event.target.value)} />
        </span>
      )}
    </FieldRow>
  );
}

function parse(field: TextField, text: string): Parsed {
  if (text === "" && field.optional) return { value: undefined };
  if (field.editor === "line" || (field.editor === "javascript" && text.trim() !== "")) return { value: text };
  if (field.editor === "javascript") return { error: inspectorWords.aFunctionIsNeededHereForExample };
  if (text.trim() === "") return { error: inspectorWords.anExpressionIsNeededHereForExample };
  const problem = field.editor === "condition" ? conditionProblem(text) : expressionProblem(text, field.variables);
  return problem === null ? { value: text } : { error: capital(problem) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
