import type { Edge, EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { pathOf } from "../../../design/picture/curve.ts";
import { useDetailLevel } from "../live/detail-levels.ts";
import { useEdgeLook } from "../live/edge-look.ts";
import { useHighlight } from "../live/highlight.ts";
import { thicknessOf } from "../model/edge-look.ts";
import { edgeKey, useCanvasState } from "../state/canvas-state.ts";
import { useScene } from "../state/scene-store.ts";
import { WireLabel } from "./wire-label.tsx";

/** What an edge shows of the document. */
export interface WireData extends Record<string, unknown> {
  /** What the user wrote on it, else what its settings come to. */
  readonly label: string;
  /** It stands for a queue of its own. */
  readonly isQueue: boolean;
}

export type WireEdge = Edge<WireData, "wire">;

/** An edge: thicker the more passes, dashed for calls, dotted for policies, red while what passes has failed. */
export const Wire = memo(
  function Wire({ id, data, selected }: EdgeProps<WireEdge>) {
    const wire = useScene((scene) => scene.wires.get(id));
    const look = useEdgeLook(id);
    const level = useDetailLevel(edgeKey(id));
    const isOnPath = useHighlight((highlight) => highlight?.edges.has(id) ?? false);
    const isDropTarget = useCanvasState((state) => state.dropEdge === id);
    if (wire === undefined) return null;
    const path = pathOf(wire.curve);
    return (
      <>
        <path className="wire-reach" d={path} />
        <path
          className="wire"
          d={path}
          data-type={wire.type}
          data-selected={selected || undefined}
          data-path={isOnPath || undefined}
          data-drop={isDropTarget || undefined}
          data-flowing={look.level > 0 || undefined}
          data-failing={look.isFailing || undefined}
          style={{ strokeWidth: thicknessOf(look.level) }}
        />
        {level === "near" && <WireLabel id={id} curve={wire.curve} text={data?.label ?? ""} isQueue={data?.isQueue ?? false} isSelected={selected ?? false} />}
      </>
    );
  },
  (before, after) => before.id === after.id && before.data === after.data && before.selected === after.selected,
);
