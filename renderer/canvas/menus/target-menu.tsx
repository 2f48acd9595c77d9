import { Command } from "cmdk";
import { portKey } from "../../../design/checks/port-rules.ts";
import type { Design } from "../../../design/document/schema.ts";
import { useDocument } from "../../stores/document-store.ts";
import { keyboardTargets } from "../connect/keyboard-targets.ts";
import { canvasState, useCanvasState, type TargetList } from "../state/canvas-state.ts";
import { nameOf } from "../state/document-link.ts";
import { connectPorts } from "../state/edge-edits.ts";
import { viewStore } from "../state/view-store.ts";
import { PickList } from "./pick-list.tsx";
import { PortChoice } from "./port-choice.tsx";
import { canvasWords } from "../../words/canvas.ts";

/** Connecting by keyboard: everything that accepts an edge from the selected node, port by port. */
export function TargetMenu() {
  const targets = useCanvasState((state) => state.targetList);
  const design = useDocument((document) => document.design);
  return targets === null ? null : <Menu targets={targets} design={design} />;
}

function Menu({ targets: { at, node }, design }: { readonly targets: TargetList; readonly design: Design }) {
  const groups = keyboardTargets(design, node);
  const close = () => {
    canvasState.setState({ targetList: null });
    viewStore.getState().canvas?.focus(node);
  };
  return (
    <PickList at={at} label={canvasWords.connectToLabel} placeholder={canvasWords.connectName(nameOf(node))} nothing={canvasWords.nothingAcceptsAnEdgeFromHere} onClose={close}>
      {groups.map(({ from, label, targets }) => (
        <Command.Group key={from.port} heading={groups.length > 1 ? label : undefined}>
          {targets.map((to) => (
            <PortChoice
              key={portKey(to)}
              value={`${portKey(from)} ${portKey(to)}`}
              port={to}
              design={design}
              onSelect={() => {
                connectPorts(from, to);
                close();
              }}
            />
          ))}
        </Command.Group>
      ))}
    </PickList>
  );
}
