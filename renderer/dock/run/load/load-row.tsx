import { Plus } from "lucide-react";
import { useMemo } from "react";
import { displayName } from "../../../../design/document/display-name.ts";
import { addLoadStep } from "../../../../design/document/operations-load.ts";
import type { DesignNode } from "../../../../design/document/schema.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { resultingRate } from "../../../../design/load/resulting-rate.ts";
import { formatRate } from "../../../../design/words/numbers.ts";
import { documentStore } from "../../../stores/document-store.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { inLanes, snapped } from "../timeline/spans.ts";
import { TimelineRow } from "../timeline/timeline-group.tsx";
import { useTimelineScale } from "../timeline/timeline-scale.ts";
import { TimelineTrack, type Drawn } from "../timeline/timeline-track.tsx";
import { LoadBar } from "./load-bar.tsx";
import { FACTORS, levelText, loadTip } from "./load-levels.ts";
import { dockRunWords } from "../../../words/dock-run.ts";

/** A step with its index in the design's list. */
export interface IndexedStep {
  readonly index: number;
  readonly step: LoadStep;
}

interface LoadRowProps {
  readonly node: DesignNode;
  /** In the order in which they begin. */
  readonly steps: readonly IndexedStep[];
  /** Index of the step whose form is open. */
  readonly open: number | null;
  readonly onOpen: (index: number | null) => void;
}

/** A new step multiplies by this; drawing up or down gives another factor. */
const USUAL_FACTOR = 3;

/** One producer's rate over the run as the plan makes it, with the plan's steps below. */
export function LoadRow({ node, steps, open, onOpen }: LoadRowProps) {
  const { lengthMs, freshMs } = useTimelineScale();
  const name = displayName(node);
  const points = useMemo(() => resultingRate(node, steps.map(({ step }) => step), lengthMs), [node, steps, lengthMs]);
  const most = Math.max(...points.map(({ rate }) => rate));
  const placed = inLanes(steps, ({ step }) => step, lengthMs);
  const line = points.map(({ atMs, rate }) => `${((atMs / lengthMs) * 1000).toFixed(2)},${most > 0 ? (30 - (rate / most) * 28).toFixed(2) : 30}`).join(" ");

  function add(step: LoadStep): void {
    const { design, edit, mark } = documentStore.getState();
    edit(addLoadStep(design, step), dockRunWords.planTheLoadOfName(name));
    mark();
  }

  function draw({ span, level, shifted }: Drawn): void {
    add({ ...span, node: node.id, rateFactor: level ?? USUAL_FACTOR, ...(shifted ? { shape: "ramp" } : {}) });
  }

  return (
    <TimelineRow
      name={name}
      label={dockRunWords.plannedLoadOfName(name)}
      track={
        <TimelineTrack
          lanes={Math.max(0, ...placed.map(({ lane }) => lane + 1))}
          tone="load"
          level={{ value: USUAL_FACTOR, ladder: FACTORS }}
          tipOf={({ span, level, shifted }) => loadTip(span, levelText({ rateFactor: level }), shifted)}
          onDraw={draw}
          picture={
            <svg viewBox="0 0 1000 30" preserveAspectRatio="none" role="img" aria-label={dockRunWords.rateOfNameRateAtFirstRate2(name, formatRate(points[0]?.rate ?? 0), formatRate(most))}>
              <polygon points={`0,30 ${line} 1000,30`} />
              <polyline points={line} />
            </svg>
          }
        >
          {placed.map(({ item: { index, step }, lane }) => (
            <LoadBar key={index} step={step} index={index} lane={lane} name={name} open={open === index} onOpenChange={(isOpen) => onOpen(isOpen ? index : null)} />
          ))}
        </TimelineTrack>
      }
      figure={
        <>
          {formatRate(most)} <small>{dockRunWords.peak}</small>
        </>
      }
      action={
        <IconButton
          icon={Plus}
          label={dockRunWords.planAStepForName(name)}
          onClick={() => {
            add({ atMs: freshMs, node: node.id, rateFactor: USUAL_FACTOR, durationMs: Math.max(100, snapped(lengthMs / 6, lengthMs)) });
            onOpen((documentStore.getState().design.scenario?.load?.length ?? 1) - 1);
          }}
        />
      }
    />
  );
}
