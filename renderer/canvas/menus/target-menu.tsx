import { Command } from "cmdk";
import { portKey, type PortRef } from "../../../design/checks/port-rules.ts";
import { displayName, nounOf } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { useDocument } from "../../stores/document-store.ts";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { keyboardTargets } from "../connect/keyboard-targets.ts";
import { canvasState, useCanvasState, type TargetList } from "../state/canvas-state.ts";
import { nameOf } from "../state/document-link.ts";
import { connectPorts } from "../state/edits.ts";
import { viewStore } from "../state/view-store.ts";
import { PickList } from "./pick-list.tsx";

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
    <PickList at={at} label="Connect to" placeholder={`Connect ${nameOf(node)} to…`} nothing="Nothing accepts an edge from here." onClose={close}>
      {groups.map(({ from, label, targets }) => (
        <Command.Group key={from.port} heading={groups.length > 1 ? label : undefined}>
          {targets.map((to) => (
            <Target key={portKey(to)} from={from} to={to} design={design} onChosen={close} />
          ))}
        </Command.Group>
      ))}
    </PickList>
  );
}

function Target({ from, to, design, onChosen }: { readonly from: PortRef; readonly to: PortRef; readonly design: Design; readonly onChosen: () => void }) {
  const node = design.nodes.find((each) => each.id === to.node);
  if (node === undefined) return null;
  return (
    <Command.Item
      className="pick-list-item"
      value={`${portKey(from)} ${portKey(to)}`}
      keywords={[displayName(node), node.kind]}
      onSelect={() => {
        connectPorts(from, to);
        onChosen();
      }}
    >
      <KindIcon kind={node.kind} size={26} />
      <span className="pick-list-text">
        <span>{displayName(node)}</span>
        <span>{to.port === "in" ? nounOf(node.kind) : `${nounOf(node.kind)} · ${to.port}`}</span>
      </span>
    </Command.Item>
  );
}
