import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, type Element } from "../../../design/picture/markup.ts";
import { formatCount, formatExactCount, formatNumber, formatRate, formatShare, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import { eventsAccounted, eventsMade, type Ledger } from "../ledger.ts";
import { ledgerRows } from "../ledger-rows.ts";
import type { NodeReport, Report } from "../report.ts";
import type { Stats } from "../stats.ts";
import { reportWords } from "../report-words.ts";
import { changeOf, type Better } from "./change.ts";

const { nodes, ledger: ledgerWords, change: changes } = reportWords;

interface Column {
  readonly title: string;
  readonly text: (place: NodeReport) => string;
  /** Compared with the earlier run; NaN where it was not measured. */
  readonly compared?: { readonly value: (place: NodeReport) => number; readonly better: Better };
}

const COLUMNS: readonly Column[] = [
  { title: nodes.in, text: (place) => formatCount(place.in) },
  { title: nodes.out, text: (place) => formatCount(place.out) },
  { title: nodes.rate, text: (place) => formatRate(place.throughputPerSecond), compared: { value: (place) => place.throughputPerSecond, better: "more" } },
  { title: nodes.busy, text: (place) => (place.utilization > 0 ? formatShare(place.utilization) : NO_NUMBER) },
  { title: nodes.waitP95, text: ({ waitMs }) => p95(waitMs), compared: { value: ({ waitMs }) => measured(waitMs), better: "less" } },
  { title: nodes.serviceP95, text: ({ serviceMs }) => p95(serviceMs), compared: { value: ({ serviceMs }) => measured(serviceMs), better: "less" } },
  { title: nodes.depth, text: ({ depth }) => (depth.max > 0 ? `${formatNumber(depth.mean)} / ${formatCount(depth.max)}` : NO_NUMBER) },
  { title: nodes.errors, text: (place) => formatExactCount(place.errors), compared: { value: (place) => place.errors, better: "less" } },
  { title: nodes.retries, text: (place) => formatExactCount(place.retries) },
];

/** Every node and implicit queue of a report, with how it was in the earlier one. */
export function nodeTable(report: Report, design: Design | undefined, baseline: Report | undefined): Element {
  const nameOf = (id: string): string => displayName(design?.nodes.find((node) => node.id === id) ?? { id });
  const rows = [
    ...Object.entries(report.nodes).map(([id, place]) => row(nameOf(id), place, baseline?.nodes[id], design?.nodes.find((node) => node.id === id)?.kind === "deadLetter")),
    ...Object.entries(report.channels).map(([id, channel]) => row(nodes.implicitQueue(channel.name), channel, baseline?.channels[id])),
  ];
  return table([nodes.node, ...COLUMNS.map(({ title }) => title)], rows);
}

/** Of a dead letter, more is not better. */
function row(name: string, place: NodeReport, before: NodeReport | undefined, isDeadLetter = false): Element {
  return element("tr", {}, element("td", {}, name), ...COLUMNS.map((column) => cell(column, place, before, isDeadLetter)));
}

function cell({ text, compared }: Column, place: NodeReport, before: NodeReport | undefined, isDeadLetter: boolean): Element {
  const change = before && compared && changeOf(compared.value(place), compared.value(before), isDeadLetter && compared.better === "more" ? "neither" : compared.better);
  const shown = text(place);
  if (!before || !change || (change.isSame && text(place) === text(before))) return element("td", {}, shown);
  return element("td", {}, element("span", {}, shown), element("small", { class: change.tone }, changes.was(text(before), change.text)));
}

/** The ledger with both of its sums (rule E4). */
export function ledgerTable(ledger: Ledger): Element {
  const rows = ledgerRows(ledger);
  const lines = (side: "made" | "ended"): Element[] => rows.filter((each) => each.side === side).map((each) => line(each.label, each.amount, each.amount > 0 ? each.tone : undefined));
  return table(
    [ledgerWords.title, ledgerWords.events],
    [...lines("made"), sum(ledgerWords.made, eventsMade(ledger)), ...lines("ended"), sum(ledgerWords.accountedFor, eventsAccounted(ledger)), line(ledgerWords.lost.label, ledger.lost, ledger.lost > 0 ? "bad" : undefined)],
  );
}

function line(label: string, amount: number, tone: string | undefined): Element {
  return element("tr", {}, element("td", {}, label), element("td", { class: tone }, formatExactCount(amount)));
}

function sum(label: string, amount: number): Element {
  return element("tr", {}, element("td", {}, element("b", {}, label)), element("td", {}, element("b", {}, formatExactCount(amount))));
}

/** A table with its titles; the last column may have a class. */
export function table(titles: readonly string[], rows: readonly Element[], lastClass?: string): Element {
  return element(
    "div",
    { class: "wide" },
    element("table", {}, element("thead", {}, element("tr", {}, ...titles.map((title, index) => element("th", { scope: "col", class: index === titles.length - 1 ? lastClass : undefined }, title)))), element("tbody", {}, ...(rows.length > 0 ? rows : [""]))),
  );
}

function p95(stats: Stats): string {
  return stats.count > 0 ? formatTime(stats.p95) : NO_NUMBER;
}

function measured(stats: Stats): number {
  return stats.count > 0 ? stats.p95 : NaN;
}
