import { CircleCheck, TriangleAlert } from "lucide-react";
import type { CSSProperties } from "react";
import type { Asked } from "../../stores/what-if-store.ts";
import { shortTextOf } from "../../what-if/axis.ts";
import { lineColour } from "./plot-options.ts";
import type { Plot, PlotLine } from "./plot.ts";
import { whatIfWords } from "../../words/what-if.ts";

/** The plot in numbers: a row for each value of the first number, a column for each of the second, tinted by size. */
export function SweepTable({ plot, asked }: { readonly plot: Plot; readonly asked: Asked }) {
  const [first, second] = asked.axes;
  return (
    <table className="table what-if-table">
      <thead>
        <tr>
          <th scope="col">{first?.title}</th>
          {plot.lines.map(({ label }, index) => (
            <th key={label} scope="col" className="number" title={second?.title}>
              {second && <i className="what-if-swatch" style={{ background: `var(${lineColour(index)})` }} aria-hidden="true" />}
              {second ? label : whatIfWords.value}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plot.xs.map((x, row) => (
          <tr key={x}>
            <th scope="row">{shortTextOf(x, plot.xUnit)}</th>
            {plot.lines.map((line) => (
              <ValueCell key={line.label} line={line} row={row} plot={plot} why={asked.points[plot.lines.indexOf(line) * plot.xs.length + row]?.unstable ?? []} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ValueCell({ line, row, plot, why }: { readonly line: PlotLine; readonly row: number; readonly plot: Plot; readonly why: readonly string[] }) {
  const value = line.values[row] ?? null;
  const high = line.high[row] ?? null;
  if (value === null) return <td className="number" />;
  const unstable = line.unstable[row] ?? false;
  const share = Math.min(1, value / plot.top);
  return (
    <td className="number" data-unstable={unstable} style={unstable ? undefined : ({ "--share": `${Math.round(share * 100)}%` } as CSSProperties)} title={why.join("\n") || undefined}>
      {unstable && <TriangleAlert size={12} data-tone="bad" aria-label={whatIfWords.unstable} />}
      {plot.format(value)}
      {high !== null && plot.lines.length === 1 && <small> ± {plot.format(high - value)}</small>}
    </td>
  );
}

/** Every number of replicas that was tried. */
export function MeetTable({ plot, asked }: { readonly plot: Plot; readonly asked: Asked }) {
  return (
    <table className="table what-if-table">
      <thead>
        <tr>
          <th scope="col">{whatIfWords.replicas}</th>
          <th scope="col" className="number">
            {asked.slo?.name}
          </th>
          <th scope="col">{whatIfWords.verdict}</th>
        </tr>
      </thead>
      <tbody>
        {asked.trials.map(({ replicas, verdict, unstable, meets }) => (
          <tr key={replicas} data-chosen={asked.answer?.smallest === replicas} title={unstable.join("\n") || undefined}>
            <th scope="row">{replicas}</th>
            <td className="number">{plot.format(verdict.value)}</td>
            <td>
              <span className="what-if-verdict" data-tone={meets ? "ok" : "bad"}>
                {meets ? <CircleCheck size={13} aria-hidden="true" /> : <TriangleAlert size={13} aria-hidden="true" />}
                {meets ? whatIfWords.meetsIt : unstable.length > 0 ? whatIfWords.unstable : whatIfWords.missesIt}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
