import { Command } from "cmdk";
import type { PortRef } from "../../../design/checks/port-rules.ts";
import { displayName, nounOf } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { KindIcon } from "../../ui/kind-icon.tsx";

export interface PortChoiceProps {
  /** Tells it from the other choices of the list. */
  readonly value: string;
  readonly port: PortRef;
  readonly design: Pick<Design, "nodes">;
  readonly onSelect: () => void;
}

/** A port in a list: its node, what that is, and the port's name where it says anything. */
export function PortChoice({ value, port, design, onSelect }: PortChoiceProps) {
  const node = design.nodes.find((each) => each.id === port.node);
  if (node === undefined) return null;
  return (
    <Command.Item className="pick-list-item" value={value} keywords={[displayName(node), node.kind]} onSelect={onSelect}>
      <KindIcon kind={node.kind} size={26} />
      <span className="pick-list-text">
        <span>{displayName(node)}</span>
        <span>{port.port === "in" || port.port === "out" ? nounOf(node.kind) : `${nounOf(node.kind)} · ${port.port}`}</span>
      </span>
    </Command.Item>
  );
}
