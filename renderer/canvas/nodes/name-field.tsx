import { useEffect, useRef } from "react";
import { canvasState } from "../state/canvas-state.ts";
import { canvasWords } from "../../words/canvas.ts";

export interface NameFieldProps {
  /** What is renamed, as `canvasState.renaming` has it. */
  readonly renaming: string;
  /** What is shown at rest. */
  readonly name: string;
  /** What the document has; empty where something else stands for the name. */
  readonly written: string;
  readonly placeholder: string;
  /** What a screen reader calls it; without it the name of what is shown. */
  readonly label?: string;
  readonly onRename: (name: string) => void;
  /** The name is shown again; where the keyboard should go then. */
  readonly onDone: () => void;
}

/** A name while it is edited in its place: Enter or leaving it keeps what was typed, Escape does not. */
export function NameField({ renaming, name, written, placeholder, label = canvasWords.nameOfName(name), onRename, onDone }: NameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const isGivenUp = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (text: string) => {
    if (canvasState.getState().renaming !== renaming) return;
    canvasState.setState({ renaming: null });
    if (!isGivenUp.current && text.trim() !== written) onRename(text.trim());
    onDone();
  };
  return (
    <input
      ref={field}
      className="card-name-field nodrag nopan"
      aria-label={label}
      defaultValue={written}
      placeholder={placeholder}
      maxLength={200}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") isGivenUp.current = true;
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
