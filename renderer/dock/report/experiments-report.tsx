import { CircleAlert, CircleCheck, Zap } from "lucide-react";
import type { ExperimentReport, PhaseVerdict, Recovery } from "../../../engine/contract/chaos.ts";
import type { Report } from "../../../engine/contract/report.ts";
import { formatExactCount, formatNumber, formatTime } from "../../../design/words/numbers.ts";
import { experimentText } from "../../chaos/experiment-text.ts";
import { formatTick } from "../../format/clock.ts";
import { useDocument } from "../../stores/document-store.ts";
import { chaosWords } from "../../words/chaos.ts";
import { dockReportWords } from "../../words/dock-report.ts";
import "./experiments-report.css";

const words = chaosWords.report;

/** What was broken on purpose, and what came of it (rule O4). */
export function ExperimentsReport({ report }: { readonly report: Report }) {
  const experiments = report.experiments ?? [];
  if (experiments.length === 0) return null;
  return (
    <section className="experiments-report" aria-label={words.title}>
      <h3>{words.title}</h3>
      {experiments.map((experiment) => (
        <Experiment key={experiment.id} experiment={experiment} />
      ))}
    </section>
  );
}

function Experiment({ experiment }: { readonly experiment: ExperimentReport }) {
  const { atMs, endMs, note, phase, recovery, healedBy } = experiment;
  const text = useDocument(({ design }) => experimentText(design, experiment.experiment, experiment.target));
  const held = recovery?.hypothesis.held;
  return (
    <article>
      <header>
        <Zap size={15} aria-hidden="true" />
        <h4>{text}</h4>
        <span>
          {formatTick(atMs)}
          {endMs > atMs && ` – ${formatTick(endMs)}`}
        </span>
        {recovery && (
          <span className="experiment-verdict" data-tone={held === true ? "ok" : "bad"}>
            {held === true ? <CircleCheck size={14} aria-hidden="true" /> : <CircleAlert size={14} aria-hidden="true" />}
            {recovery.hypothesis.stated ? (held === true ? words.asExpected : words.notAsExpected) : held === true ? words.healedAgain : words.notHealed}
          </span>
        )}
      </header>
      {phase === "failed" && (
        <p>
          {words.failed}: {note}
        </p>
      )}
      {recovery && <Figures recovery={recovery} />}
      {recovery && (
        <p>
          {recovery.hypothesis.text !== "" && <b>{recovery.hypothesis.text} </b>}
          {recovery.hypothesis.why}
        </p>
      )}
      {recovery && recovery.slos.length > 0 && <Objectives slos={recovery.slos} />}
      <p className="experiment-healed">
        {words.healed}: {healedBy}
      </p>
    </article>
  );
}

function Figures({ recovery }: { readonly recovery: Recovery }) {
  const { detected, recovered, backlogBefore, backlogPeak, delayed, lost, duplicated } = recovery;
  const figures: [string, string, string?][] = [
    [detected === null ? words.never : formatTime(detected.afterMs), words.detected, detected === null ? undefined : words.by(detected.by)],
    [recovered === null ? words.notRecovered : formatTime(recovered.afterMs), words.recovered],
    [words.backlogOf(formatExactCount(backlogBefore), formatExactCount(backlogPeak)), words.backlog],
    [delayed === null ? "–" : formatExactCount(delayed), words.delayed],
    [formatExactCount(lost), words.lost],
    [formatExactCount(duplicated), words.duplicated],
  ];
  return (
    <dl className="experiment-figures">
      {figures.map(([value, name, more]) => (
        <div key={name} title={more}>
          <dd>{value}</dd>
          <dt>
            {name}
            {more !== undefined && <small>{more}</small>}
          </dt>
        </div>
      ))}
    </dl>
  );
}

function Objectives({ slos }: Pick<Recovery, "slos">) {
  return (
    <table className="experiment-slos">
      <thead>
        <tr>
          <th scope="col">{words.objective}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.during}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {slos.map(({ id, name, before, during, after }) => (
          <tr key={id}>
            <th scope="row">{name || id}</th>
            <Phase verdict={before} />
            <Phase verdict={during} />
            <Phase verdict={after} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Phase({ verdict }: { readonly verdict: PhaseVerdict | null }) {
  if (verdict === null) return <td>{words.unmeasured}</td>;
  const Icon = verdict.passed ? CircleCheck : CircleAlert;
  return (
    <td data-tone={verdict.passed ? "ok" : "bad"}>
      <Icon size={13} aria-label={verdict.passed ? dockReportWords.met : dockReportWords.missed} /> {formatNumber(verdict.value)}
    </td>
  );
}
