import { EXPERIMENTS, isExperimentType } from "../../../../design/chaos/catalogue.ts";
import type { ChaosRecord, ExperimentDefinition } from "../../../../design/chaos/experiment.ts";
import { updateExperiment } from "../../../../design/document/operations-chaos.ts";
import { formatDuration } from "../../../../design/words/time-units.ts";
import { experimentText, titleOf } from "../../../chaos/experiment-text.ts";
import { documentStore, useDocument } from "../../../stores/document-store.ts";
import { chaosWords as words } from "../../../words/chaos.ts";
import type { Span } from "../timeline/spans.ts";
import { TimelineBar } from "../timeline/timeline-bar.tsx";
import { ExperimentForm, takeOut } from "./experiment-form.tsx";

interface ChaosBarProps {
  readonly record: ChaosRecord;
  readonly lane: number;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** One planned experiment (rule O4): dragged, resized and opened as planned load is. */
export function ChaosBar({ record, lane, open, onOpenChange }: ChaosBarProps) {
  const text = useDocument(({ design }) => experimentText(design, record.experiment, record.target));
  const isMoment = lastsOf(record) === "never" || (lastsOf(record) === "optional" && record.durationMs === undefined);
  const span = spanOf(record);
  const lasting = (durationMs: number | undefined): string => (isMoment || durationMs === undefined ? words.instant : words.for(formatDuration(durationMs)));
  return (
    <TimelineBar
      span={span}
      lane={lane}
      tone="chaos"
      words={words.plannedAt(formatDuration(record.atMs), `${text} ${lasting(span.durationMs)}`)}
      mayLast={false}
      tipOf={({ atMs, durationMs }) => words.plannedAt(formatDuration(atMs), lasting(durationMs))}
      open={open}
      onOpenChange={onOpenChange}
      formLabel={text}
      form={<ExperimentForm record={record} title={text} onRemoved={() => onOpenChange(false)} />}
      onSpan={({ atMs, durationMs }, part) => {
        const { design, edit } = documentStore.getState();
        edit(updateExperiment(design, { id: record.id, atMs, ...(isMoment ? {} : { durationMs }) }), words.moveOf(text), { mergeKey: `experiment/${record.id}/${part}` });
      }}
      onSettle={() => documentStore.getState().mark()}
      onRemove={() => takeOut(record.id, text)}
    >
      <span>{titleOf(record.experiment)}</span>
    </TimelineBar>
  );
}

/** The stretch of time that a planned experiment takes; none for what happens at one moment. */
export function spanOf(record: ChaosRecord): Span {
  const lasts = lastsOf(record);
  return { atMs: record.atMs, durationMs: record.durationMs ?? (typeof lasts === "number" ? lasts : 0) };
}

function lastsOf({ experiment }: ChaosRecord): ExperimentDefinition["lasts"] {
  return isExperimentType(experiment) ? EXPERIMENTS[experiment].lasts : "optional";
}
