import { compareReports, isSameResult, type FigureChange } from "../../../engine/contract/compare-reports.ts";
import type { KeptReport } from "../../../engine/contract/kept-report.ts";
import { changeOf } from "../../../engine/contract/report-page/change.ts";
import { displayName } from "../../../design/document/display-name.ts";
import { formatExactCount, formatRate, formatShare, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { dockReportWords } from "../../words/dock-report.ts";

/** More differences at nodes than this are told rather than listed. */
const MOST_PLACES = 8;
const FORMATS: Readonly<Record<FigureChange["unit"], (value: number) => string>> = { ms: formatTime, "/s": formatRate, share: formatShare, events: formatExactCount };
/** Of these less is not better. */
const MORE_IS_BETTER = new Set(["delivered", "consumed"]);
const NEITHER = new Set([dockReportWords.outPerSecond, "utilisation", "produced", "copies", "filtered", "absorbed", "deduplicated", "inFlight"]);
const LINES: Readonly<Record<string, string>> = { deadLettered: "dead-lettered", inFlight: "in flight" };

interface ComparisonSectionProps {
  readonly before: KeptReport;
  readonly after: KeptReport;
  /** All that are kept, newest first: what was changed between the two. */
  readonly reports: readonly KeptReport[];
}

/** Two runs side by side: what was run otherwise, and which figures of the ledger and of nodes differ most, beyond noise. */
export function ComparisonSection({ before, after, reports }: ComparisonSectionProps) {
  const nodes = useDocument(({ design }) => design.nodes);
  const comparison = compareReports(before.report, after.report);
  const { circumstances, ledger, places, slos, bottleneck } = comparison;
  const nameOf = (id: string | null): string => {
    if (id === null) return dockReportWords.ledger;
    const node = nodes.find((each) => each.id === id);
    return node ? displayName(node) : (after.report.channels[id]?.name ?? before.report.channels[id]?.name ?? id);
  };
  const telling = joined(places.filter(({ noise }) => noise === null)).toSorted((a, b) => Math.abs(b.row.share ?? Infinity) - Math.abs(a.row.share ?? Infinity));
  const rows = [...ledger.map((row) => ({ row, at: [row.place] })), ...telling.slice(0, MOST_PLACES)];
  const between = [
    ...changesBetween(before, after, reports),
    ...circumstances.filter(({ what }) => what !== "design's hash").map(({ what, before: old, after: recent }) => `${what} ${old} → ${recent}`),
    ...(bottleneck ? [`busiest ${bottleneck[0] === null ? "nothing" : nameOf(bottleneck[0])} → ${bottleneck[1] === null ? "nothing" : nameOf(bottleneck[1])}`] : []),
  ];
  return (
    <section className="report-comparison" aria-label={dockReportWords.comparison}>
      <h3 className="report-heading">
        {dockReportWords.idAgainstId2(after.id, before.id)}
      </h3>
      {between.length > 0 && <p className="report-note">{dockReportWords.runOtherwiseText(between.join("; "))}</p>}
      {slos.map(({ id, name, after: verdict }) => (
        <p key={id} className="report-note" data-tone={verdict === null ? undefined : verdict.passed ? "ok" : "bad"}>
          {name}: {verdict === null ? dockReportWords.noLongerAsked : verdict.passed ? dockReportWords.metNow : dockReportWords.missedNow}
        </p>
      ))}
      {isSameResult(comparison) ? (
        <p className="report-note">{dockReportWords.nothingDiffersBeyondNoise}</p>
      ) : (
        <table className="table report-differences">
          <thead>
            <tr>
              <th scope="col">{dockReportWords.where}</th>
              <th scope="col">{dockReportWords.what}</th>
              <th scope="col" className="number">
                #{before.id}
              </th>
              <th scope="col" className="number">
                #{after.id}
              </th>
              <th scope="col">{dockReportWords.change}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, at }) => (
              <Row key={`${row.place}/${row.figure}`} row={row} where={at.map(nameOf).join(", ")} />
            ))}
          </tbody>
        </table>
      )}
      {telling.length > MOST_PLACES && <p className="report-note">{dockReportWords.smallerDifferences(telling.length - MOST_PLACES)}</p>}
    </section>
  );
}

/** One figure that has the same numbers at several places, such as the wait in a queue and that of its only consumer, is told once. */
function joined(rows: readonly FigureChange[]): { readonly row: FigureChange; readonly at: (string | null)[] }[] {
  const byNumbers = new Map<string, { row: FigureChange; at: (string | null)[] }>();
  for (const row of rows) {
    const key = `${row.figure}/${row.before}/${row.after}`;
    const known = byNumbers.get(key);
    if (known) known.at.push(row.place);
    else byNumbers.set(key, { row, at: [row.place] });
  }
  return [...byNumbers.values()];
}

function Row({ row, where }: { readonly row: FigureChange; readonly where: string }) {
  const write = (value: number | null): string => (value === null ? NO_NUMBER : FORMATS[row.unit](value));
  const better = NEITHER.has(row.figure) ? "neither" : MORE_IS_BETTER.has(row.figure) ? "more" : "less";
  const change = changeOf(row.after ?? NaN, row.before ?? NaN, better);
  return (
    <tr>
      <td>{where}</td>
      <td>{LINES[row.figure] ?? row.figure}</td>
      <td className="number">{write(row.before)}</td>
      <td className="number">{write(row.after)}</td>
      <td data-tone={change?.tone}>{change?.text ?? dockReportWords.notMeasuredInBoth}</td>
    </tr>
  );
}

/** What was changed in the design from one run to the other, in words; each run tells what was changed before it. */
function changesBetween(before: KeptReport, after: KeptReport, reports: readonly KeptReport[]): string[] {
  const [older, newer] = before.id < after.id ? [before, after] : [after, before];
  const changes = reports.filter(({ id }) => id > older.id && id <= newer.id).toReversed().flatMap((each) => each.changes);
  return changes.length === 0 || older === before ? changes : [`not yet: ${changes.join(", ")}`];
}
