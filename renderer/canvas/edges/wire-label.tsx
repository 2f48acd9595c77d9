import { EdgeLabelRenderer } from "@xyflow/react";
import { Layers } from "lucide-react";
import { memo } from "react";
import { formatCount, formatRate } from "../../format/numbers.ts";
import { useChannelFrame, useEdgeFrame } from "../../stores/frames.ts";
import { useRun } from "../../stores/run-store.ts";
import { isActive } from "../../stores/run-state.ts";
import type { Curve } from "../geometry/curve.ts";
import { pointAt } from "../geometry/curve.ts";
import { labelPlace } from "../geometry/label-place.ts";
import { fillOf } from "../model/fill.ts";
import { useSamplingOf } from "../live/sampling.ts";

export interface WireLabelProps {
  readonly id: string;
  readonly curve: Curve;
  /** What the user wrote on the edge. */
  readonly text: string;
  readonly isQueue: boolean;
  readonly isSelected: boolean;
}

/** The rate beside an edge, and the depth of the queue that it stands for on it. */
export const WireLabel = memo(function WireLabel({ id, curve, text, isQueue, isSelected }: WireLabelProps) {
  const frame = useEdgeFrame(id);
  const isRunning = useRun((run) => isActive(run.run));
  const perSecond = isRunning ? (frame?.perSecond ?? 0) : 0;
  const rate = perSecond > 0 ? formatRate(perSecond) : "";
  const place = labelPlace(curve, isQueue);
  const middle = pointAt(curve, 0.5);
  return (
    <EdgeLabelRenderer>
      {(rate !== "" || text !== "") && (
        <div className="wire-label" style={{ transform: `translate(${place.x}px,${place.y}px) translate(-50%,-50%)` }}>
          {text !== "" && <span className="wire-text">{text}</span>}
          {rate !== "" && <span>{rate}</span>}
          {isSelected && <SamplingNote id={id} />}
        </div>
      )}
      {isQueue && (
        <div className="wire-queue-place" style={{ transform: `translate(${middle.x}px,${middle.y}px) translate(-50%,-50%)` }}>
          <ImplicitQueue id={id} />
        </div>
      )}
    </EdgeLabelRenderer>
  );
});

function ImplicitQueue({ id }: { readonly id: string }) {
  const frame = useChannelFrame(id);
  const fill = frame === undefined ? null : fillOf(frame, undefined);
  return (
    <span className="wire-queue" data-level={fill?.level} title={fill === null ? "A queue with default settings" : `Queue: ${fill.text}`}>
      <Layers size={11} strokeWidth={2.25} aria-hidden="true" />
      {frame !== undefined && frame.depth > 0 && <span>{formatCount(frame.depth)}</span>}
    </span>
  );
}

function SamplingNote({ id }: { readonly id: string }) {
  const sampling = useSamplingOf(id);
  return sampling > 1 ? <span className="wire-text">dots are samples 1:{formatCount(sampling)}</span> : null;
}
