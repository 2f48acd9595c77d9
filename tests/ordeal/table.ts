import type { Ordeal } from "./ordeal.ts";

/** Columns of a Markdown table: what it is called, and how it is read. */
export const FIGURES: readonly (readonly [string, (ordeal: Ordeal) => number | string])[] = [
  ["blows: workers / zones / load / Redis / frozen", ({ blows }) => `${blows.worker} / ${blows.zone} / ${blows.load} / ${blows.redis} / ${blows.freeze}`],
  ["produced", ({ report }) => report.ledger.produced],
  ["ended as", ({ report }) => report.ended],
  ["lost (ledger / by id)", ({ report }) => `${report.ledger.lost} / ${report.audit?.lost.count ?? "–"}`],
  ["duplicated (ledger / by id)", ({ report }) => `${report.ledger.duplicated} / ${report.audit?.duplicated.count ?? "–"}`],
  ["handed out again", ({ report }) => report.audit?.redelivered ?? "–"],
  ["second children recognised", ({ report }) => report.audit?.recognised ?? "–"],
  ["channels where ledger and audit differ", ({ report }) => report.audit?.differences.length ?? "–"],
  ["took, s", ({ seconds }) => Math.round(seconds)],
];

/** A Markdown table: a row for each figure, a column for each ordeal. */
export function tableOf(ordeals: readonly (readonly [string, Ordeal])[]): string {
  const rows = FIGURES.map(([name, read]) => `| ${name} | ${ordeals.map(([, each]) => String(read(each))).join(" | ")} |`);
  return [`| | ${ordeals.map(([name]) => name).join(" | ")} |`, `|---|${ordeals.map(() => "---|").join("")}`, ...rows].join("\n");
}
