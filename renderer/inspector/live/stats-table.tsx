import type { Stats } from "../../../engine/contract/stats.ts";
import { formatTime } from "../../../design/words/numbers.ts";
import { inspectorWords } from "../../words/inspector.ts";

export interface StatsRow {
  readonly label: string;
  readonly stats: Stats | undefined;
}

/** Percentiles of the last five seconds; rows without a measurement are left out. */
export function StatsTable({ rows }: { readonly rows: readonly StatsRow[] }) {
  const measured = rows.filter((row): row is { label: string; stats: Stats } => row.stats !== undefined && row.stats.count > 0);
  if (measured.length === 0) return null;
  return (
    <table className="stats">
      <thead>
        <tr>
          <th scope="col">{inspectorWords.last5S}</th>
          {["mean", "p50", "p95", "p99"].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {measured.map(({ label, stats }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{formatTime(stats.mean)}</td>
            <td>{formatTime(stats.p50)}</td>
            <td>{formatTime(stats.p95)}</td>
            <td>{formatTime(stats.p99)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
