import { BoxSelect } from "lucide-react";
import { commands } from "../commands/registry.ts";
import { commandContext } from "../commands/context.ts";
import { perform } from "../commands/perform.ts";
import { useCommand } from "../commands/use-command.ts";
import type { Command } from "../commands/command.ts";
import type { Selection } from "../stores/session-state.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { InspectorHeader } from "./inspector-header.tsx";

const EDITS = ["edit.duplicate", "edit.copy", "edit.delete"];

/** Several things: what can be done with all of them. */
export function ManyInspector({ selection }: { readonly selection: Selection }) {
  const arrange = commands.filter((command) => command.group === "arrange" && command.icon && !command.hidden);
  const edits = commands.filter((command) => EDITS.includes(command.id));
  return (
    <>
      <InspectorHeader
        icon={
          <span className="kind-icon many-icon" style={{ width: 32, height: 32 }} aria-hidden="true">
            <BoxSelect size={18} />
          </span>
        }
        name={`${selection.nodes.length + selection.edges.length} selected`}
        placeholder=""
        label=""
        subtitle={[countOf(selection.nodes.length, "node"), countOf(selection.edges.length, "edge")].filter(Boolean).join(", ")}
      />
      <div className="inspector-body scroll">
        <section className="many-actions" aria-label="Arrange">
          <h3>Arrange</h3>
          <div className="many-grid">
            {arrange.map((command) => (
              <ArrangeButton key={command.id} command={command} />
            ))}
          </div>
        </section>
        <section className="many-actions" aria-label="Edit">
          <h3>Edit</h3>
          {edits.map((command) => (
            <EditButton key={command.id} command={command} />
          ))}
        </section>
      </div>
    </>
  );
}

function ArrangeButton({ command }: { readonly command: Command }) {
  const view = useCommand(command.id);
  return command.icon ? <IconButton icon={command.icon} label={view.label} shortcut={view.shortcut} disabled={!view.enabled} onClick={view.perform} /> : null;
}

function EditButton({ command }: { readonly command: Command }) {
  const { label } = useCommand(command.id);
  // Something is selected, or this would not be drawn: whether the keyboard is on the canvas does not matter here.
  const act = () => void perform({ ...command, when: undefined }, commandContext);
  return (
    <Button icon={command.icon} onClick={act}>
      {label}
    </Button>
  );
}

function countOf(count: number, noun: string): string {
  if (count === 0) return "";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
