import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";
import type { AlertRecord } from "../alerts.ts";
import type { Report } from "../report.ts";
import { reportWords } from "../report-words.ts";
import { table } from "./page-tables.ts";

const words = reportWords.alerts;

/** Lines that the page has room for; the report has more. */
const SHOWN = 100;

/** What alerts saw and did (rule O6). */
export function alertParts({ count, log }: NonNullable<Report["alerts"]>): Element[] {
  const shown = log.slice(0, SHOWN);
  return [
    table([words.alert, words.at, words.why, words.actions, words.over], shown.map(row), "changes"),
    ...(count > shown.length ? [element("p", { class: "about" }, words.more(formatExactCount(count - shown.length)))] : []),
  ];
}

function row({ name, atMs, again, why, actions, resolvedMs, resolvedBy }: AlertRecord): Element {
  const done = actions.map(({ what, result, note }) => words.action(what, result, note ?? "")).join("; ");
  const over = resolvedMs === null ? words.notOver : words.after(rounded(resolvedMs - atMs), resolvedBy === "new-normal");
  return element("tr", {}, ...[again > 0 ? words.goesOn(name) : name, rounded(atMs), why.text, done === "" ? words.onlyTold : done, over].map((text) => element("td", { class: "changes" }, text)));
}

function rounded(ms: number): string {
  return formatDuration(Math.round(ms / 100) * 100);
}
