import { BoxSelect } from "lucide-react";
import { useMemo } from "react";
import { commands } from "../commands/registry.ts";
import { commandContext } from "../commands/context.ts";
import { perform } from "../commands/perform.ts";
import { useCommand } from "../commands/use-command.ts";
import type { Command } from "../commands/command.ts";
import type { DesignEdge, DesignNode } from "../../design/document/schema.ts";
import { useDocument } from "../stores/document-store.ts";
import type { Selection } from "../stores/session-state.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { counted } from "./counted.ts";
import { InspectorHeader } from "./inspector-header.tsx";
import { ManyEdges } from "./many-edges.tsx";
import { ManyNodes } from "./many-nodes.tsx";
import { inspectorWords } from "../words/inspector.ts";

const EDITS = ["edit.duplicate", "edit.copy", "edit.delete"];

/** Several things: what can be done with all of them. */
export function ManyInspector({ selection }: { readonly selection: Selection }) {
  const arrange = commands.filter((command) => command.group === "arrange" && command.icon && !command.hidden);
  const edits = commands.filter((command) => EDITS.includes(command.id));
  const { nodes, notes, edges } = useSelected(selection);
  const words = [counted(nodes.length, "node"), counted(notes, "note"), counted(edges.length, "edge"), counted(selection.zones.length, "zone")];
  return (
    <>
      <InspectorHeader
        icon={
          <span className="kind-icon many-icon" style={{ width: 32, height: 32 }} aria-hidden="true">
            <BoxSelect size={18} />
          </span>
        }
        name={inspectorWords.valueSelected(selection.nodes.length + selection.edges.length + selection.zones.length)}
        placeholder=""
        label=""
        subtitle={words.filter((each) => !each.startsWith("0 ")).join(", ")}
      />
      <div className="inspector-body scroll">
        <section className="many-actions" aria-label={inspectorWords.arrange}>
          <h3>{inspectorWords.arrange}</h3>
          <div className="many-grid">
            {arrange.map((command) => (
              <ArrangeButton key={command.id} command={command} />
            ))}
          </div>
        </section>
        {nodes.length > 1 && <ManyNodes key={nodes.map(({ id }) => id).join()} nodes={nodes} />}
        {edges.length > 1 && <ManyEdges key={edges.map(({ id }) => id).join()} edges={edges} />}
        <section className="many-actions" aria-label={inspectorWords.edit}>
          <h3>{inspectorWords.edit}</h3>
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

/** The selected nodes and edges of the design, the same arrays while they are the same; and how many notes are selected. */
function useSelected(selection: Selection): { nodes: readonly DesignNode[]; notes: number; edges: readonly DesignEdge[] } {
  const design = useDocument((document) => document.design);
  const nodes = useMemo(() => picked(design.nodes, selection.nodes), [design.nodes, selection.nodes]);
  const edges = useMemo(() => picked(design.edges, selection.edges), [design.edges, selection.edges]);
  return { nodes, notes: selection.nodes.length - nodes.length, edges };
}

function picked<R extends { readonly id: string }>(records: readonly R[], ids: readonly string[]): readonly R[] {
  const wanted = new Set(ids);
  return records.filter(({ id }) => wanted.has(id));
}
