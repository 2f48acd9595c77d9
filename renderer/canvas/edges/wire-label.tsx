import { EdgeLabelRenderer } from "@xyflow/react";
import type { Point } from "../../../design/document/schema.ts";
import { Layers } from "lucide-react";
import { memo } from "react";
import { formatCount, formatRate } from "../../../design/words/numbers.ts";
import { useChannelFrame, useEdgeFrame } from "../../stores/frames.ts";
import { useRun } from "../../stores/run-store.ts";
import { isActive } from "../../stores/run-state.ts";
import { pointAt, type Curve } from "../../../design/picture/curve.ts";
import { labelPlace, labelSize } from "../../../design/picture/label-place.ts";
import { NameField } from "../nodes/name-field.tsx";
import { edgeKey, useCanvasState } from "../state/canvas-state.ts";
import { editLabel, labelEdge, labelOf } from "../state/edge-edits.ts";
import { useScene } from "../state/scene-store.ts";
import { fillOf } from "../model/fill.ts";
import { useSamplingOf } from "../live/sampling.ts";
import { canvasWords } from "../../words/canvas.ts";

export interface WireLabelProps {
  readonly id: string;
  readonly curve: Curve;
  /** What the user wrote on the edge, else what its settings come to. */
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
  const isEditing = useCanvasState((state) => state.renaming === edgeKey(id));
  const hasLabel = rate !== "" || text !== "" || isEditing;
  const transform = useScene((scene) => (hasLabel ? placed(labelPlace(curve, isQueue, scene.cards.values(), labelSize(text, rate))) : ""));
  const middle = pointAt(curve, 0.5);
  return (
    <EdgeLabelRenderer>
      {hasLabel && (
        <div className="wire-label" data-editing={isEditing || undefined} style={{ transform }} {...(text === "" ? {} : { onDoubleClick: () => editLabel(id) })}>
          {isEditing ? (
            <LabelField id={id} text={text} />
          ) : (
            text !== "" && (
              <span className="wire-text" title={text}>
                {text}
              </span>
            )
          )}
          {rate !== "" && <span>{rate}</span>}
          {isSelected && <SamplingNote id={id} />}
        </div>
      )}
      {isQueue && (
        <div className="wire-queue-place" style={{ transform: placed(middle) }}>
          <ImplicitQueue id={id} />
        </div>
      )}
    </EdgeLabelRenderer>
  );
});

/** The label while it is edited in its place (F2, or a double click on the edge or its label). What its settings come to stands where nothing is written. */
function LabelField({ id, text }: { readonly id: string; readonly text: string }) {
  const written = labelOf(id);
  return (
    <NameField
      renaming={edgeKey(id)}
      name={text}
      written={written}
      placeholder={written === "" && text !== "" ? text : canvasWords.label}
      label={canvasWords.labelOfTheEdge}
      onRename={(label) => labelEdge(id, label)}
      onDone={() => document.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true })}
    />
  );
}

function ImplicitQueue({ id }: { readonly id: string }) {
  const frame = useChannelFrame(id);
  const fill = frame === undefined ? null : fillOf(frame, undefined);
  return (
    <span className="wire-queue" data-level={fill?.level} title={fill === null ? canvasWords.aQueueWithDefaultSettings : canvasWords.queueText(fill.text)}>
      <Layers size={11} strokeWidth={2.25} aria-hidden="true" />
      {frame !== undefined && frame.depth > 0 && <span>{formatCount(frame.depth)}</span>}
    </span>
  );
}

/** Puts an element's middle at a point of the flow. */
function placed({ x, y }: Point): string {
  return `translate(${x}px,${y}px) translate(-50%,-50%)`;
}

function SamplingNote({ id }: { readonly id: string }) {
  const sampling = useSamplingOf(id);
  return sampling > 1 ? <span className="wire-text">{canvasWords.dotsAreSamples1Count(formatCount(sampling))}</span> : null;
}
