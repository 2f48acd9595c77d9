import { Plus, Square } from "lucide-react";
import { useState } from "react";
import type { ChaosRecord } from "../../../../design/chaos/experiment.ts";
import type { ExperimentState } from "../../../../engine/contract/chaos.ts";
import { endExperiment } from "../../../chaos/begin-experiment.ts";
import { experimentText, nameOfTarget, targetKey } from "../../../chaos/experiment-text.ts";
import { commandContext } from "../../../commands/context.ts";
import { formatTick } from "../../../format/clock.ts";
import { useDocument } from "../../../stores/document-store.ts";
import { isActive } from "../../../stores/run-state.ts";
import { useRun } from "../../../stores/run-store.ts";
import { sessionStore } from "../../../stores/session-store.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { chaosWords as words } from "../../../words/chaos.ts";
import { inLanes } from "../timeline/spans.ts";
import { TimelineGroup, TimelineRow } from "../timeline/timeline-group.tsx";
import { useTimelineScale } from "../timeline/timeline-scale.ts";
import { TimelineTrack } from "../timeline/timeline-track.tsx";
import { ChaosBar, spanOf } from "./chaos-bar.tsx";
import "./chaos.css";

const NONE: readonly ExperimentState[] = [];

/** What is planned to break, a row for each target, and what is broken now (rule O4); every edit can be undone. */
export function ChaosGroup({ chaos }: { readonly chaos: readonly ChaosRecord[] }) {
  const [open, setOpen] = useState<string | null>(null);
  const run = useRun((slice) => slice.run);
  const active = (isActive(run) ? (run?.experiments ?? NONE) : NONE).filter(({ phase }) => phase === "active");
  const byTarget = rowsOf(chaos);
  return (
    <TimelineGroup title={words.title} hint={words.hint}>
      {active.length > 0 && <ActiveExperiments active={active} />}
      {[...byTarget].map(([key, records]) => (
        <ChaosRow key={key} records={records} open={open} onOpen={setOpen} />
      ))}
      {byTarget.size === 0 && (
        <div className="chaos-none">
          <span>{words.none}</span>
          <Button size="small" icon={Plus} onClick={openDialog}>
            {words.add}
          </Button>
        </div>
      )}
    </TimelineGroup>
  );
}

/** Experiments by what they are done to, in the order in which they begin. */
function rowsOf(chaos: readonly ChaosRecord[]): ReadonlyMap<string, ChaosRecord[]> {
  const rows = new Map<string, ChaosRecord[]>();
  for (const record of chaos.toSorted((a, b) => a.atMs - b.atMs)) {
    const key = targetKey(record.target);
    rows.set(key, [...(rows.get(key) ?? []), record]);
  }
  return rows;
}

function openDialog(): void {
  sessionStore.getState().openDialog("break");
}

function ChaosRow({ records, open, onOpen }: { readonly records: readonly ChaosRecord[]; readonly open: string | null; readonly onOpen: (id: string | null) => void }) {
  const { lengthMs } = useTimelineScale();
  const name = useDocument(({ design }) => nameOfTarget(design, records[0]?.target));
  const placed = inLanes(records, spanOf, lengthMs);
  return (
    <TimelineRow
      name={name}
      label={`${words.title}: ${name}`}
      track={
        <TimelineTrack lanes={Math.max(0, ...placed.map(({ lane }) => lane + 1))} tone="chaos" tipOf={() => words.add} onDraw={openDialog}>
          {placed.map(({ item, lane }) => (
            <ChaosBar key={item.id} record={item} lane={lane} open={open === item.id} onOpenChange={(isOpen) => onOpen(isOpen ? item.id : null)} />
          ))}
        </TimelineTrack>
      }
      action={<IconButton icon={Plus} label={`${words.add}: ${name}`} onClick={openDialog} />}
    />
  );
}

function ActiveExperiments({ active }: { readonly active: readonly ExperimentState[] }) {
  const design = useDocument((document) => document.design);
  return (
    <ul className="chaos-active" aria-label={words.active}>
      {active.map(({ id, experiment, target, endMs, note }) => (
        <li key={id}>
          <b>{experimentText(design, experiment, target)}</b>
          <span>{words.untilText(formatTick(endMs))}</span>
          {note !== undefined && <span>{note}</span>}
          <Button size="small" icon={Square} onClick={() => void endExperiment(commandContext, id)}>
            {words.end}
          </Button>
        </li>
      ))}
    </ul>
  );
}
