import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import { portKey } from "../../../design/checks/port-rules.ts";
import type { CardShape, PortAnchor, Side } from "../../../design/picture/card-shape.ts";
import { useCanvasState } from "../state/canvas-state.ts";

const POSITIONS: Record<Side, Position> = { left: Position.Left, right: Position.Right, top: Position.Top, bottom: Position.Bottom };

/** React Flow's name for a side. */
export function positionOf(side: Side): Position {
  return POSITIONS[side];
}

/** Events that went wrong leave by these. */
const BAD_PORTS = new Set(["failed", "deadLetter"]);

/** A card's ports: small circles to draw edges from and to, with their names on hover. */
export const Ports = memo(function Ports({ id, shape }: { readonly id: string; readonly shape: CardShape }) {
  return shape.anchors.map((anchor) => <PortDot key={anchor.port.name} node={id} anchor={anchor} />);
});

/** Ports of a card seen from afar: React Flow needs to know where they are, nobody can hit them. */
export const FarPorts = memo(function FarPorts({ id, shape }: { readonly id: string; readonly shape: CardShape }) {
  return shape.anchors.map(({ port, side, x, y }) => (
    <i
      key={port.name}
      className={port.direction === "in" ? "far-port target" : "far-port source"}
      data-handleid={port.name}
      data-nodeid={id}
      data-handlepos={POSITIONS[side]}
      style={{ left: x, top: y }}
    />
  ));
});

type Answer = "none" | "from" | "accepts" | "refuses";

const PortDot = memo(function PortDot({ node, anchor }: { readonly node: string; readonly anchor: PortAnchor }) {
  const { port, side, x, y } = anchor;
  const answer = useCanvasState(({ connecting }): Answer => {
    if (connecting === null) return "none";
    const key = portKey({ node, port: port.name });
    if (portKey(connecting.from) === key) return "from";
    return connecting.accepting.has(key) ? "accepts" : "refuses";
  });
  return (
    <Handle
      id={port.name}
      type={port.direction === "in" ? "target" : "source"}
      position={POSITIONS[side]}
      className="port"
      data-type={port.type}
      data-answer={answer}
      data-bad={BAD_PORTS.has(port.name) || undefined}
      style={{ left: x, top: y, right: "auto", bottom: "auto" }}
    >
      <span className="port-name" data-side={side}>
        {port.name === port.label || port.label === "" ? port.name : port.label}
      </span>
    </Handle>
  );
});
