import { useEffect, useRef } from "react";
import { canvasState, useCanvasState } from "../state/canvas-state.ts";
import { renameNode } from "../state/edits.ts";

/** Names of more letters are set a little smaller, before they are cut. */
const LONG = 16;

export interface CardNameProps {
  readonly id: string;
  /** What is shown. */
  readonly name: string;
  /** What the document has; empty where the id stands for the name. */
  readonly written: string;
}

/** A node's name; a field while it is being renamed (F2, or a double click on it). */
export function CardName({ id, name, written }: CardNameProps) {
  const isRenaming = useCanvasState((state) => state.renaming === id);
  if (isRenaming) return <NameField id={id} name={name} written={written} />;
  return (
    <span className="card-name" data-long={name.length > LONG || undefined} title={name} onDoubleClick={() => canvasState.setState({ renaming: id })}>
      {name}
    </span>
  );
}

function NameField({ id, name, written }: CardNameProps) {
  const field = useRef<HTMLInputElement>(null);
  const isGivenUp = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (text: string) => {
    if (canvasState.getState().renaming !== id) return;
    canvasState.setState({ renaming: null });
    if (!isGivenUp.current && text.trim() !== written) renameNode(id, text.trim());
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  };
  return (
    <input
      ref={field}
      className="card-name-field nodrag nopan"
      aria-label={`Name of ${name}`}
      defaultValue={written}
      placeholder={id}
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
