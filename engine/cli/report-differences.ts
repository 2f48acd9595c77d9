import { isSameResult, type FigureChange, type ReportComparison, type VerdictChange } from "../contract/compare-reports.ts";
import type { Report, SloVerdict } from "../contract/report.ts";
import { milliseconds, percent, perSecond, short, table, whole } from "./format.ts";

const WRITE: Readonly<Record<FigureChange["unit"], (value: number) => string>> = { ms: milliseconds, "/s": perSecond, share: percent, events: whole };

const LINES: Readonly<Record<string, string>> = { deadLettered: "dead-lettered", inFlight: "in flight", unsettled: "unaccounted for" };

/** What differs between two reports, for people: tables of what changed by more than noise, and how much was noise. */
export function reportDifferences(found: ReportComparison, before: Report, after: Report): string {
  const nameOf = (place: string): string => after.channels[place]?.name ?? before.channels[place]?.name ?? place;
  const all = [...found.headline, ...found.places, ...found.ledger];
  const parts = [
    `${title(before)} → ${title(after)}\n`,
    section("Executed otherwise", found.circumstances.map(({ what, before: old, after: recent }) => [what, old, "→", recent])),
    section("Whole", found.headline.filter(isTold).map((change) => [change.figure, ...cells(change)])),
    ...byPlace(found.places.filter(isTold)).map(([place, changes]) => section(nameOf(place), changes.map((change) => [change.figure, ...cells(change)]))),
    section("Ledger", found.ledger.map((change) => [LINES[change.figure] ?? change.figure, ...cells(change)])),
    section("SLOs", found.slos.map(verdictCells)),
    found.bottleneck ? `Bottleneck\n  ${found.bottleneck.map((node) => (node === null ? "none" : nameOf(node))).join(" → ")}\n` : "",
    noiseLine(all),
    isSameResult(found) ? "No difference beyond noise.\n" : "",
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function title({ design, mode }: Report): string {
  return `${design.name} (${mode})`;
}

function section(heading: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `${heading}\n${table(rows)}`;
}

function isTold({ noise }: FigureChange): boolean {
  return noise === null;
}

/** Before, after, the difference, and that as a share. */
function cells({ before, after, by, share, unit }: FigureChange): string[] {
  const write = (value: number | null): string => (value === null ? "·" : WRITE[unit](value));
  const size = by === null ? "" : unit === "share" ? `${short(Math.abs(by) * 100)} points` : WRITE[unit](Math.abs(by));
  const difference = by === null ? "" : `${by > 0 ? "+" : "−"}${size}`;
  const relative = share === null ? "" : `${share > 0 ? "+" : "−"}${short(Math.abs(share) * 100)} %`;
  return [write(before), "→", write(after), difference, relative];
}

function verdictCells({ name, before, after }: VerdictChange): string[] {
  const write = (verdict: SloVerdict | null): string => (verdict ? `${verdict.passed ? "passed" : "FAILED"} (${short(verdict.value)} ${verdict.op} ${short(verdict.target)})` : "·");
  return [name, write(before), "→", write(after)];
}

function byPlace(changes: readonly FigureChange[]): [string, FigureChange[]][] {
  const places = new Map<string, FigureChange[]>();
  for (const change of changes) places.set(change.place ?? "", [...(places.get(change.place ?? "") ?? []), change]);
  return [...places];
}

function noiseLine(changes: readonly FigureChange[]): string {
  const count = (noise: FigureChange["noise"]): number => changes.filter((change) => change.noise === noise).length;
  const said = [
    ...(count("interval") > 0 ? [`${whole(count("interval"))} within their 95 % intervals`] : []),
    ...(count("small") > 0 ? [`${whole(count("small"))} by less than 1 %`] : []),
  ];
  return said.length === 0 ? "" : `Not shown: figures that differ ${said.join(", and ")}.\n`;
}
