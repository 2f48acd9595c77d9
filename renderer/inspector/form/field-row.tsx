import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { Tip } from "../../ui/tip.tsx";
import { inspectorWords } from "../../words/inspector.ts";

export interface FieldRowProps {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Why what was typed is not written, or what is wrong with what is. */
  readonly error: string | null;
  /** The default, when another value is written. */
  readonly defaultText: string | null;
  readonly onReset?: (() => void) | undefined;
  /** The control below its title, over the whole width. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A field: its name, its control, its default, what is wrong, and its help while it has the focus. */
export function FieldRow({ id, title, help, error, defaultText, onReset, wide = false, children }: FieldRowProps) {
  return (
    <div className="field" data-wide={wide} data-invalid={error !== null}>
      <Tip text={help} side="left">
        <label className="field-title" htmlFor={id}>
          {title}
        </label>
      </Tip>
      <div className="field-control">
        {children}
        {error !== null && (
          <p className="field-error" id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
        {defaultText !== null && (
          <p className="field-default">
            {inspectorWords.defaultIs(defaultText)}
            <button type="button" aria-label={inspectorWords.resetTitleToItsDefault(title)} onClick={onReset}>
              <RotateCcw size={12} aria-hidden="true" />
            </button>
          </p>
        )}
        <p className="field-help" id={`${id}-help`}>
          {help}
        </p>
      </div>
    </div>
  );
}

/** What describes a field's control to a screen reader. */
export function describedBy(id: string, error: string | null): string {
  return error === null ? `${id}-help` : `${id}-error ${id}-help`;
}
