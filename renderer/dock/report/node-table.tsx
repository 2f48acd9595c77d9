import { displayName } from "../../../design/document/display-name.ts";
import type { NodeReport, Report } from "../../../engine/contract/report.ts";
import type { Stats } from "../../../engine/contract/stats.ts";
import { formatCount, formatExactCount, formatNumber, formatRate, formatShare, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { ChangeMark } from "./change-mark.tsx";
import { isShort } from "./verdicts.tsx";
import { dockReportWords } from "../../words/dock-report.ts";

/** Every node and implicit queue of a report. */
export function NodeTable({ report, baseline }: { readonly report: Report; readonly baseline: Report | undefined }) {
  const nodes = useDocument((document) => document.design.nodes);
  const rare = RARE.filter(({ read }) => [...Object.values(report.nodes), ...Object.values(report.channels)].some((row) => read(row) > 0));
  return (
    <table className="table report-nodes">
      <thead>
        <tr>
          <th scope="col">{dockReportWords.node}</th>
          {["In", dockReportWords.out, dockReportWords.rate, dockReportWords.busy, dockReportWords.waitP95, dockReportWords.serviceP95, dockReportWords.depthMeanMax, dockReportWords.errors, dockReportWords.retries, ...rare.map(({ title }) => title)].map((title) => (
            <th key={title} scope="col" className="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(report.nodes).map(([id, node]) => {
          const drawn = nodes.find((each) => each.id === id);
          return <Row key={id} id={id} name={drawn ? displayName(drawn) : id} kind={drawn?.kind} row={node} rare={rare} before={baseline?.nodes[id]} bottleneck={report.bottleneck?.node === id && isShort(report.bottleneck)} />;
        })}
        {Object.entries(report.channels).map(([id, channel]) => (
          <Row key={`edge/${id}`} id={id} name={channel.name} kind="queue" row={channel} rare={rare} before={baseline?.channels[id]} bottleneck={false} implicit />
        ))}
      </tbody>
    </table>
  );
}

interface RareColumn {
  readonly title: string;
  readonly read: (row: NodeReport) => number;
}

/** Columns that are there only where something is in them (rule M1). */
const RARE: readonly RareColumn[] = [
  { title: dockReportWords.duplicates, read: ({ duplicates }) => duplicates },
  { title: dockReportWords.deadLetters, read: ({ deadLetters }) => deadLetters },
];

interface RowProps {
  readonly id: string;
  readonly name: string;
  readonly kind: string | undefined;
  readonly row: NodeReport;
  readonly rare: readonly RareColumn[];
  readonly before: NodeReport | undefined;
  readonly bottleneck: boolean;
  readonly implicit?: boolean;
}

function Row({ id, name, kind, row, rare, before, bottleneck, implicit = false }: RowProps) {
  const select = () => sessionStore.getState().select(implicit ? { edges: [id] } : { nodes: [id] });
  return (
    <tr data-bottleneck={bottleneck}>
      <td>
        <button type="button" className="report-node" onClick={select}>
          <KindIcon kind={kind ?? ""} size={20} />
          {name}
          {implicit && <small>{dockReportWords.implicitQueue}</small>}
          {bottleneck && <small className="bottleneck-tag">{dockReportWords.bottleneck}</small>}
        </button>
      </td>
      <td className="number">{formatCount(row.in)}</td>
      <td className="number">{formatCount(row.out)}</td>
      <td className="number">
        {formatRate(row.throughputPerSecond)}
        {before && <ChangeMark quiet value={row.throughputPerSecond} before={before.throughputPerSecond} was={formatRate(before.throughputPerSecond)} better={kind === "deadLetter" ? "neither" : "more"} />}
      </td>
      <td className="number">{row.utilization > 0 ? formatShare(row.utilization) : NO_NUMBER}</td>
      <td className="number">
        {p95(row.waitMs)}
        {before && row.waitMs.count > 0 && <ChangeMark quiet value={row.waitMs.p95} before={before.waitMs.count > 0 ? before.waitMs.p95 : NaN} was={p95(before.waitMs)} better="less" />}
      </td>
      <td className="number">{p95(row.serviceMs)}</td>
      <td className="number">{row.depth.max > 0 ? `${formatNumber(row.depth.mean)} / ${formatCount(row.depth.max)}` : NO_NUMBER}</td>
      <td className="number" data-tone={row.errors > 0 ? "bad" : undefined}>
        {formatExactCount(row.errors)}
      </td>
      <td className="number">{formatExactCount(row.retries)}</td>
      {rare.map(({ title, read }) => (
        <td key={title} className="number" data-tone={read(row) > 0 ? "bad" : undefined}>
          {formatExactCount(read(row))}
        </td>
      ))}
    </tr>
  );
}

function p95(stats: Stats): string {
  return stats.count > 0 ? formatTime(stats.p95) : NO_NUMBER;
}
