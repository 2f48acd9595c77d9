import { CircleAlert, CircleCheck, Gauge, Scale, TriangleAlert, Waves } from "lucide-react";
import { displayName } from "../../../design/document/display-name.ts";
import type { Report, SloVerdict } from "../../../engine/contract/report.ts";
import { sloVerdictWords } from "../../../engine/contract/slo-verdict-words.ts";
import { formatNumber } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { dockReportWords } from "../../words/dock-report.ts";
import { Sentence } from "../../words/sentence.tsx";

/** What was in the way, which objectives were met, and what to be careful about. */
export function Verdicts({ report }: { readonly report: Report }) {
  const { bottleneck, slos, problems, saturated } = report;
  const roughly = report.coarse?.notes ?? [];
  const scaling = Object.entries(report.scaling ?? {});
  if (!bottleneck && scaling.length === 0 && slos.length === 0 && problems.length === 0 && roughly.length === 0 && saturated.length === 0) return null;
  return (
    <ul className="verdicts">
      {bottleneck && <Bottleneck bottleneck={bottleneck} />}
      {slos.map((slo) => (
        <li key={slo.id}>
          {slo.passed ? <CircleCheck size={16} data-tone="ok" aria-label={dockReportWords.met} /> : <CircleAlert size={16} data-tone="bad" aria-label={dockReportWords.missed} />}
          <span>
            <Objective slo={slo} />
          </span>
        </li>
      ))}
      {scaling.map(([node, { replicas, count }]) => (
        <li key={node}>
          <Scale size={16} data-tone="ok" aria-hidden="true" />
          <span>
            <NodeName id={node} />{" "}
            {replicas.min === replicas.max
              ? dockReportWords.keptItsNumberReplicasAllTheTime(formatNumber(replicas.max), replicas.max)
              : dockReportWords.hadNumberToNumber2ReplicasNumber3(formatNumber(replicas.min), formatNumber(replicas.max), formatNumber(replicas.mean), count)}
          </span>
        </li>
      ))}
      {problems.map((problem) => (
        <li key={`${problem.code}/${problem.node}/${problem.message}`}>
          <TriangleAlert size={16} data-tone={problem.severity === "error" ? "bad" : "warn"} aria-label={problem.severity} />
          <span>{problem.message}</span>
        </li>
      ))}
      {roughly.map(({ message }) => (
        <li key={message}>
          <Waves size={16} data-tone="ok" aria-label={dockReportWords.forecastCoarsely} />
          <span>{message}</span>
        </li>
      ))}
      {saturated.map(({ what, by }) => (
        <li key={`${what}/${by}`}>
          <TriangleAlert size={16} data-tone="warn" aria-label={dockReportWords.warning} />
          <span>
            {dockReportWords.whatCouldNotKeepUpByTimes(what, by)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Objective({ slo }: { readonly slo: SloVerdict }) {
  const design = useDocument((document) => document.design);
  const { value, wanted } = sloVerdictWords(slo, design);
  return <Sentence text={(slo.passed ? dockReportWords.sloMet : dockReportWords.sloMissed)(value, wanted)} parts={[<b key="name">{slo.name}</b>]} />;
}

function NodeName({ id }: { readonly id: string }) {
  const node = useDocument((document) => document.design.nodes.find((each) => each.id === id));
  return (
    <button type="button" className="link" onClick={() => sessionStore.getState().select({ nodes: [id] })}>
      {node ? displayName(node) : id}
    </button>
  );
}

/** Whether what is busiest is busy enough to be in the way. */
export function isShort({ utilization }: NonNullable<Report["bottleneck"]>): boolean {
  return utilization >= 0.7;
}

function Bottleneck({ bottleneck }: { readonly bottleneck: NonNullable<Report["bottleneck"]> }) {
  const node = useDocument((document) => document.design.nodes.find((each) => each.id === bottleneck.node));
  const name = node ? displayName(node) : bottleneck.node;
  // A reason mostly begins with the name, which is a button here.
  const reason = bottleneck.reason.startsWith(name) ? bottleneck.reason.slice(name.length) : `. ${bottleneck.reason}`;
  return (
    <li>
      <Gauge size={16} data-tone={isShort(bottleneck) ? "warn" : "ok"} aria-hidden="true" />
      <span>
        {isShort(bottleneck) ? dockReportWords.bottleneckLabel : dockReportWords.busiest}:{" "}
        <button type="button" className="link" onClick={() => sessionStore.getState().select({ nodes: [bottleneck.node] })}>
          {name}
        </button>
        {reason} <b>{bottleneck.relief}</b>
      </span>
    </li>
  );
}
