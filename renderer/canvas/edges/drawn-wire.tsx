import type { ConnectionLineComponentProps } from "@xyflow/react";
import type { CSSProperties } from "react";
import { connectTarget } from "../connect/connect-target.ts";
import { drawnIn } from "../connect/drawn-in.ts";
import type { FlowNode } from "../model/flow-types.ts";
import { anchorOf, type Side } from "../../../design/picture/card-shape.ts";
import { curveBetween, pathOf } from "../../../design/picture/curve.ts";
import { useCanvasState } from "../state/canvas-state.ts";
import { sceneStore } from "../state/scene-store.ts";

const OPPOSITE: Record<Side, Side> = { left: "right", right: "left", top: "bottom", bottom: "top" };
const style: CSSProperties = { overflow: "visible" };

/** The edge that is being drawn, from its port to the pointer: green where it would be accepted, red where it is refused. */
export function DrawnWire({ toX, toY, toHandle }: ConnectionLineComponentProps<FlowNode>) {
  const connecting = useCanvasState((state) => state.connecting);
  if (connecting === null) return null;
  const { scene } = sceneStore.getState();
  const card = scene.cards.get(connecting.from.node);
  const anchor = card && anchorOf(card.shape, connecting.from.port);
  if (card === undefined || anchor === undefined) return null;
  const port = toHandle?.id ? { node: toHandle.nodeId, port: toHandle.id } : null;
  const target = connectTarget(drawnIn(connecting), scene, connecting.from, { x: toX, y: toY }, port);
  const answer = target === null ? "open" : target.refusal === null ? "accepted" : "refused";
  const from = { x: card.x + anchor.x, y: card.y + anchor.y, side: anchor.side };
  const to = { x: toX, y: toY, side: OPPOSITE[anchor.side] };
  return (
    <g style={style} data-answer={answer}>
      <path className="wire-drawn" d={pathOf(curveBetween(from, to))} data-type={anchor.port.type} />
      <circle className="wire-drawn-end" cx={toX} cy={toY} r={4} />
    </g>
  );
}
