import { formatCount } from "../../../design/words/numbers.ts";
import { inspectorWords } from "../../words/inspector.ts";
import "./lag-bars.css";

type Lag = Readonly<Record<string, readonly number[]>>;

/** Partitions that are drawn; of more, those that are furthest behind. */
const MOST_PARTITIONS = 12;
/** Colours of the groups, in their order; the name beside each is the other signal. */
const COLOURS = ["--channels", "--ok", "--outputs", "--state", "--sources"] as const;
/** From this share of a topic's whole lag in one partition it is called hot, where there are enough events to tell. */
const HOT = 0.5;
const ENOUGH = 20;

/** How far each group is behind in each partition, as bars on one scale (rule T4). */
export function LagBars({ lag }: { readonly lag: Lag }) {
  const groups = Object.entries(lag).map(([name, lags], index) => ({ name, lags, colour: `var(${COLOURS[index % COLOURS.length] ?? COLOURS[0]})` }));
  if (groups.length === 0) return <p className="inspector-note">{inspectorWords.noGroupReads}</p>;
  const { rows, rest } = partitionsOf(lag);
  const most = Math.max(1, ...groups.flatMap(({ lags }) => lags));
  const all = rows.reduce((sum, row) => sum + row.total, 0);
  return (
    <section className="lag">
      <h3>{inspectorWords.partitionsLagByGroup}</h3>
      <ul className="lag-groups">
        {groups.map(({ name, lags, colour }) => (
          <li key={name}>
            <i style={{ background: colour }} aria-hidden="true" />
            <span>{name}</span>
            <b>{formatCount(sum(lags))}</b>
          </li>
        ))}
      </ul>
      <table className="lag-table">
        <caption className="visually-hidden">{inspectorWords.eventsThatEachGroupHasNotRead}</caption>
        <tbody>
          {rows.map(({ partition, total }) => (
            <tr key={partition} data-hot={(rows.length > 1 && all >= ENOUGH && total >= HOT * all) || undefined}>
              <th scope="row">p{partition}</th>
              <td className="lag-bars">
                {groups.map(({ name, lags, colour }) => (
                  <span key={name} className="lag-bar" title={`${name}: ${formatCount(lags[partition] ?? 0)}`}>
                    <i style={{ transform: `scaleX(${(lags[partition] ?? 0) / most})`, background: colour }} />
                  </span>
                ))}
              </td>
              <td>{formatCount(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className="lag-rest">{inspectorWords.countMorePartitionsAreLessFarBehind(formatCount(rest))}</p>}
    </section>
  );
}

/** The partitions that are furthest behind, in their order, with the lag of all groups together. */
function partitionsOf(lag: Lag): { rows: readonly { partition: number; total: number }[]; rest: number } {
  const count = Math.max(0, ...Object.values(lag).map((lags) => lags.length));
  const all = Array.from({ length: count }, (_, partition) => ({ partition, total: sum(Object.values(lag).map((lags) => lags[partition] ?? 0)) }));
  const rows = all
    .toSorted((a, b) => b.total - a.total || a.partition - b.partition)
    .slice(0, MOST_PARTITIONS)
    .toSorted((a, b) => a.partition - b.partition);
  return { rows, rest: count - rows.length };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
