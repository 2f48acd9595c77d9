import type { KeyboardEvent } from "react";
import "./choice-list.css";

interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly help: string;
}

interface ChoiceListProps<Value extends string> {
  readonly label: string;
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value | undefined;
  readonly onChoose: (value: Value) => void;
  /** Enter on the list. */
  readonly onEnter?: () => void;
  /** What the chosen one is coloured with: operations, where something is broken. */
  readonly tone?: "operations";
}

/** One of several things, each with a title and a sentence: radio buttons, so arrow keys choose. */
export function ChoiceList<Value extends string>({ label, name, choices, chosen, onChoose, onEnter, tone }: ChoiceListProps<Value>) {
  const onKeyDown = onEnter && ((event: KeyboardEvent) => event.key === "Enter" && onEnter());
  return (
    <div className="choice-list scroll" role="radiogroup" aria-label={label} data-tone={tone} onKeyDown={onKeyDown}>
      {choices.map(({ value, title, help }) => (
        <label key={value} className="choice" data-chosen={value === chosen}>
          <input type="radio" name={name} checked={value === chosen} data-autofocus={value === chosen} onChange={() => onChoose(value)} />
          <b>{title}</b>
          <span>{help}</span>
        </label>
      ))}
    </div>
  );
}
