import { canvasState, useCanvasState } from "../state/canvas-state.ts";
import { renameNode } from "../state/edits.ts";
import { NameField } from "./name-field.tsx";

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
  if (isRenaming) {
    return <NameField renaming={id} name={name} written={written} placeholder={id} onRename={(next) => renameNode(id, next)} onDone={() => focusCard(id)} />;
  }
  return (
    <span className="card-name" data-long={name.length > LONG || undefined} title={name} onDoubleClick={() => canvasState.setState({ renaming: id })}>
      {name}
    </span>
  );
}

function focusCard(id: string): void {
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}
