import { formatCount } from "../../format/numbers.ts";

/** Partitions that are told one by one; of more, those that are furthest behind. */
const MOST_PARTITIONS = 8;

/** How far each group is behind: in all, and in the partitions where most is unread (rule T4). */
export function LagTable({ lag }: { readonly lag: Readonly<Record<string, readonly number[]>> }) {
  const groups = Object.entries(lag);
  if (groups.length === 0) return <p className="inspector-note">No group reads it.</p>;
  return (
    <table className="stats">
      <thead>
        <tr>
          <th scope="col">group</th>
          <th scope="col">lag</th>
          <th scope="col">by partition</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(([group, lags]) => (
          <tr key={group}>
            <th scope="row">{group}</th>
            <td>{formatCount(lags.reduce((sum, n) => sum + n, 0))}</td>
            <td>{partitionsOf(lags)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `0: 3 · 1: 0 · 2: 41`; of many partitions the worst, in their order. */
function partitionsOf(lags: readonly number[]): string {
  const all = lags.map((n, partition) => ({ n, partition }));
  const shown = all
    .toSorted((a, b) => b.n - a.n || a.partition - b.partition)
    .slice(0, MOST_PARTITIONS)
    .toSorted((a, b) => a.partition - b.partition);
  const rest = all.length - shown.length;
  return shown.map(({ n, partition }) => `${partition}: ${formatCount(n)}`).join(" · ") + (rest > 0 ? ` · ${rest} more` : "");
}
