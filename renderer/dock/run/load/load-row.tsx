import { Plus } from "lucide-react";
import { useMemo, type CSSProperties } from "react";
import { displayName } from "../../../../design/document/display-name.ts";
import { addLoadStep } from "../../../../design/document/operations-load.ts";
import type { DesignNode } from "../../../../design/document/schema.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { resultingRate } from "../../../../design/load/resulting-rate.ts";
import { formatRate } from "../../../../design/words/numbers.ts";
import { documentStore } from "../../../stores/document-store.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { StepBar } from "./step-bar.tsx";
import { inLanes, snapped, type IndexedStep } from "./step-place.ts";

interface LoadRowProps {
  readonly node: DesignNode;
  readonly steps: readonly IndexedStep[];
  readonly lengthMs: number;
  /** Where a new step begins. */
  readonly freshMs: number;
  readonly open: number | null;
  readonly onOpen: (index: number | null) => void;
}

/** One producer's rate over the run as the plan makes it, with the plan's steps below. */
export function LoadRow({ node, steps, lengthMs, freshMs, open, onOpen }: LoadRowProps) {
  const name = displayName(node);
  const points = useMemo(() => resultingRate(node, steps.map(({ step }) => step), lengthMs), [node, steps, lengthMs]);
  const most = Math.max(...points.map(({ rate }) => rate));
  const placed = inLanes(steps, lengthMs);
  const line = points.map(({ atMs, rate }) => `${((atMs / lengthMs) * 1000).toFixed(2)},${most > 0 ? (30 - (rate / most) * 28).toFixed(2) : 30}`).join(" ");

  function add(): void {
    const { design, edit, mark } = documentStore.getState();
    const step: LoadStep = { atMs: freshMs, node: node.id, rateFactor: 3, durationMs: Math.max(100, snapped(lengthMs / 6, lengthMs)) };
    edit(addLoadStep(design, step), `Plan the load of ${name}`);
    mark();
    onOpen((documentStore.getState().design.scenario?.load?.length ?? 1) - 1);
  }

  return (
    <div className="load-row" role="group" aria-label={`Planned load of ${name}`}>
      <span className="load-name" title={name}>
        {name}
      </span>
      <div className="load-track" style={{ "--lanes": Math.max(0, ...placed.map(({ lane }) => lane + 1)) } as CSSProperties}>
        <svg viewBox="0 0 1000 30" preserveAspectRatio="none" role="img" aria-label={`Rate of ${name}: ${formatRate(points[0]?.rate ?? 0)} at first, ${formatRate(most)} at most`}>
          <polygon points={`0,30 ${line} 1000,30`} />
          <polyline points={line} />
        </svg>
        {placed.map((each) => (
          <StepBar key={each.index} {...each} name={name} lengthMs={lengthMs} open={open === each.index} onOpenChange={(isOpen) => onOpen(isOpen ? each.index : null)} />
        ))}
      </div>
      <span className="load-peak">
        {formatRate(most)} <small>peak</small>
      </span>
      <IconButton icon={Plus} label={`Plan a step for ${name}`} onClick={add} />
    </div>
  );
}
