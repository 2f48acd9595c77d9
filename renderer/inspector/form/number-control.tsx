import { useState, type KeyboardEvent } from "react";
import { Select } from "../../ui/select.tsx";
import type { NumberField } from "./field-model.ts";
import { describedBy, FieldRow } from "./field-row.tsx";
import { MIXED } from "./mixed.ts";
import { parseDuration, parseNumber, parseShare, stepped } from "./parse-number.ts";
import { formatDuration, inUnit, readableUnit, TIME_UNITS, toMs, type TimeUnit } from "../../../design/words/time-units.ts";
import { useDraft, type Parsed } from "./use-draft.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** A number with its unit; a duration in the unit that reads best; arrow keys step it. */
export function NumberControl({ field, path }: { readonly field: NumberField; readonly path: Path }) {
  const state = useField(field, path);
  const known = typeof state.effective === "number" ? state.effective : undefined;
  const isTime = field.unit === "ms";
  const [chosen, setChosen] = useState<TimeUnit | null>(null);
  const unit = chosen ?? (known === undefined || known === 0 ? "ms" : readableUnit(known));
  const write = (value: number) => amountText(field, value, unit);
  const draft = useDraft({
    value: state.written,
    text: typeof state.written === "number" ? write(state.written) : "",
    parse: (text) => required(field, isTime ? parseDuration(text, unit) : field.unit === "%" ? parseShare(text) : parseNumber(text)),
    commit: state.commit,
    settle: state.settle,
  });
  const error = draft.error ?? state.problem;
  const fallback = typeof field.defaultValue === "number" ? field.defaultValue : undefined;
  /** What holds while nothing is written: its own default, or what the default of the whole around it says. */
  const unwritten = state.written === undefined ? (known ?? fallback) : fallback;

  function changeUnit(next: TimeUnit): void {
    setChosen(next);
    // The number stays, its unit changes: 30 ms becomes 30 s.
    if (typeof state.written === "number") state.commit(toMs(inUnit(state.written, unit), next));
    state.settle();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : null;
    if (direction === null || known === undefined) return;
    event.preventDefault();
    const scale = isTime ? toMs(1, unit) : field.unit === "%" ? 0.01 : 1;
    const range = { integer: field.integer, min: field.min / scale, max: field.max / scale, large: event.shiftKey };
    const next = stepped(Number((known / scale).toPrecision(12)), direction, range);
    draft.type(String(next));
  }

  return (
    <FieldRow
      id={state.id}
      title={field.title}
      help={field.help}
      error={error}
      defaultText={state.reset && fallback !== undefined && state.written !== fallback ? withUnit(field, fallback) : null}
      onReset={state.reset}
    >
      <span className="input-frame">
        <input
          id={state.id}
          inputMode="decimal"
          autoComplete="off"
          value={draft.text}
          placeholder={state.mixed ? MIXED : unwritten === undefined ? (field.optional ? inspectorWords.none : "") : write(unwritten)}
          aria-invalid={error !== null}
          aria-describedby={describedBy(state.id, error)}
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.leave}
          onKeyDown={onKeyDown}
        />
        {isTime ? (
          <Select variant="bare" label={inspectorWords.unitOfTitle(field.title)} value={unit} options={UNIT_OPTIONS} onChange={changeUnit} />
        ) : (
          field.unit && <span className="input-unit">{field.unit}</span>
        )}
      </span>
    </FieldRow>
  );
}

const UNIT_OPTIONS = TIME_UNITS.map((value) => ({ value, label: value }));

function required(field: NumberField, parsed: Parsed): Parsed {
  return "value" in parsed && parsed.value === undefined && !field.optional ? { error: inspectorWords.aNumberIsNeededHere } : parsed;
}

function amountText(field: NumberField, value: number, unit: TimeUnit): string {
  if (field.unit === "ms") return String(inUnit(value, unit));
  if (field.unit === "%") return String(Number((value * 100).toPrecision(12)));
  return String(value);
}

function withUnit(field: NumberField, value: number): string {
  if (field.unit === "ms") return formatDuration(value);
  if (field.unit === "%") return `${amountText(field, value, "ms")} %`;
  return field.unit === "/s" ? `${value}/s` : String(value);
}
