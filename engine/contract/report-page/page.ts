import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { element, toXml, type Element } from "../../../design/picture/markup.ts";
import { pictureOf } from "../../../design/picture/picture.ts";
import { formatTime } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";
import type { KeptReport } from "../kept-report.ts";
import type { Report, SloVerdict } from "../report.ts";
import { sloVerdictWords } from "../slo-verdict-words.ts";
import { reportWords } from "../report-words.ts";
import { changeOf } from "./change.ts";
import { flowPicture, type FlowColours } from "./flow-picture.ts";
import { HEADLINES } from "./headlines.ts";
import { ledgerFlow } from "./ledger-flow.ts";
import { auditPart } from "./page-audit.ts";
import { alertParts } from "./page-alerts.ts";
import { experimentTable } from "./page-experiments.ts";
import { pageStyle } from "./page-style.ts";
import { ledgerTable, nodeTable, table } from "./page-tables.ts";
import { reportSentence } from "./report-sentence.ts";
import { trendPlaces, trendsOf, trendWords, type Trend } from "./trends.ts";

const { findings: words, trends: trendsWords } = reportWords;

/** What a page shows beside its report. */
export interface PageOptions {
  readonly report: Report;
  /** The design that was run: its names and its picture. */
  readonly design?: Design;
  /** Above the picture; `Design` without it. */
  readonly designTitle?: string;
  /** An earlier run to compare with, and what it is called. */
  readonly against?: { readonly name: string; readonly report: Report };
  /** The design's kept reports, newest first: their trends. */
  readonly kept?: readonly KeptReport[];
  /** When the run ended, for people. */
  readonly endedAt: string;
}

/** What the page has room for. */
const FLOW_WIDTH = 1000;
const COLOURS: FlowColours = { text: "var(--text)", muted: "var(--text-muted)", made: "var(--made)", plain: "var(--plain)", ok: "var(--ok)", warn: "var(--warn)", bad: "var(--bad)" };

/** A report as one HTML file that needs nothing else: no network, no script; light and dark, and made to be printed. */
export function reportPage(options: PageOptions): string {
  const { report, design, against, kept = [] } = options;
  const body = element(
    "main",
    {},
    element("h1", {}, report.design.name),
    element("p", { class: "about" }, aboutOf(options)),
    element("p", { class: "sentence" }, reportSentence(report)),
    headlines(report, against?.report),
    ...(report.endToEndMs.all.ci95 === undefined ? [] : [element("p", { class: "about" }, reportWords.about.interval(formatTime(report.endToEndMs.all.mean), formatTime(report.endToEndMs.all.ci95)))]),
    ...findings(report, design),
    ...(report.experiments?.length ? [section(reportWords.experiments.title, experimentTable(report.experiments, design))] : []),
    ...(report.alerts?.log.length ? [section(reportWords.alerts.title, ...alertParts(report.alerts))] : []),
    ...(report.audit ? [section(reportWords.audit.title, ...auditPart(report.audit, design))] : []),
    ...flowSection(report),
    section(reportWords.nodes.title, nodeTable(report, design, against?.report)),
    ...(kept.length > 1 ? [section(trendsWords.title, trendPictures(kept), runTable(kept))] : []),
    ...(design ? [section(options.designTitle ?? reportWords.design.title, ...designPictures(design))] : []),
  );
  const head = element("head", {}, element("meta", { charset: "utf-8" }), element("meta", { name: "viewport", content: "width=device-width,initial-scale=1" }), element("title", {}, reportWords.title(report.design.name)));
  // The style holds no text of the design; markup would escape its quotes.
  return `<!doctype html>\n<html lang="en">\n${toXml(head).replace("</head>", `<style>${pageStyle()}</style>\n</head>`)}\n<body>\n${toXml(body)}\n</body>\n</html>\n`;
}

function aboutOf({ report, against, endedAt }: PageOptions): string {
  const { mode, durationMs, drainedMs, seed, machine } = report;
  const { about } = reportWords;
  const parts = [
    about[mode](formatDuration(Math.round(durationMs / 100) * 100), formatTime(drainedMs)),
    endedAt,
    about.seed(seed),
    machine.redis === undefined ? about.machine(machine.cpus, machine.platform) : about.machineWithRedis(machine.cpus, machine.platform, machine.redis),
    ...(against ? [about.comparedWith(against.name)] : []),
  ];
  return parts.join(" · ");
}

function headlines(report: Report, before: Report | undefined): Element {
  return element(
    "dl",
    { class: "headlines" },
    ...HEADLINES.map(({ label, text, value, better }) => {
      const change = before && changeOf(value(report), value(before), better);
      const was = before && change ? [element("small", { class: change.tone }, change.isSame ? change.text : reportWords.change.was(text(before), change.text))] : [];
      return element("div", {}, element("dt", {}, label), element("dd", {}, element("span", {}, text(report)), ...was));
    }),
  );
}

/** What was in the way, objectives, and what to be careful about. */
function findings(report: Report, design: Design | undefined): Element[] {
  const { bottleneck, slos, problems, saturated, coarse } = report;
  const nameOf = (id: string): string => displayName(design?.nodes.find((node) => node.id === id) ?? { id });
  const item = (tone: string, word: string, text: string): Element => element("li", {}, element("b", { class: tone }, words.label(word)), element("span", {}, ` ${text}`));
  const objectiveOf = (slo: SloVerdict): string => {
    const { value, wanted } = sloVerdictWords(slo, design);
    return words.objective(slo.name, value, wanted);
  };
  const items = [
    ...(bottleneck ? [item(bottleneck.utilization >= 0.7 ? "warn" : "ok", bottleneck.utilization >= 0.7 ? words.bottleneck : words.busiest, words.place(nameOf(bottleneck.node), bottleneck.reason, bottleneck.relief))] : []),
    ...slos.map((slo) => item(slo.passed ? "ok" : "bad", slo.passed ? words.met : words.missed, objectiveOf(slo))),
    ...problems.map(({ severity, message }) => item(severity === "error" ? "bad" : "warn", severity === "error" ? words.error : words.warning, message)),
    ...(coarse?.notes ?? []).map(({ message }) => item("plain", words.coarse, message)),
    ...saturated.map(({ what, by }) => item("warn", words.warning, words.couldNotKeepUp(what, by))),
  ];
  return items.length === 0 ? [] : [section(words.title, element("ul", {}, ...items))];
}

function flowSection({ ledger }: Report): Element[] {
  const flow = ledgerFlow(ledger, FLOW_WIDTH);
  const picture = flow
    ? [element("div", { class: "picture" }, element("svg", { viewBox: `0 0 ${flow.width} ${flow.height + 16}`, width: flow.width, role: "img", "aria-label": reportWords.flow.picture }, ...flowPicture(flow, COLOURS)))]
    : [];
  return [section(reportWords.flow.title, ...picture, element("div", { class: "narrow" }, ledgerTable(ledger)))];
}

function trendPictures(kept: readonly KeptReport[]): Element {
  return element("div", { class: "trends" }, ...trendsOf(kept).map(trendPicture));
}

const TREND = { width: 260, height: 84, margin: 10 };

function trendPicture(trend: Trend): Element {
  const { width, height, margin } = TREND;
  const at = (share: number, length: number): number => margin + share * (length - 2 * margin);
  const places = trendPlaces(trend).map((place) => ({ ...place, x: at(place.x, width), y: place.y === null ? null : at(place.y, height) }));
  const measured = places.flatMap(({ x, y, ...rest }) => (y === null ? [] : [{ x, y, ...rest }]));
  const newest = measured.at(-1);
  return element(
    "figure",
    {},
    element("figcaption", { class: "muted" }, newest === undefined || newest.value === null ? trend.title : trendsWords.caption(trend.title, trend.format(newest.value))),
    element(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, role: "img", "aria-label": trendWords(trend) },
      element("line", { x1: 0, x2: width, y1: height - margin, y2: height - margin, stroke: "var(--border-strong)" }),
      ...places.filter(({ changes }) => changes.length > 0).map(({ x }) => element("line", { x1: x, x2: x, y1: 0, y2: height, stroke: "var(--plain)", "stroke-dasharray": "3 3" })),
      element("polyline", { points: measured.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "), fill: "none", stroke: "var(--made)", "stroke-width": 1.5 }),
      ...measured.map(({ x, y, id, mode, value }) => element("circle", { cx: x, cy: y, r: 3.5, fill: mode === "live" ? "var(--made)" : "var(--surface)", stroke: "var(--made)", "stroke-width": 1.5 }, element("title", {}, trendsWords.caption(trendsWords[mode](id), trend.format(value ?? NaN))))),
    ),
  );
}

function runTable(kept: readonly KeptReport[]): Element {
  const trends = trendsOf(kept).map((trend) => ({ ...trend, points: trend.points.toReversed() }));
  const rows = kept.map(({ id, report, changes }, index) =>
    element(
      "tr",
      {},
      element("td", {}, trendsWords[report.mode](id)),
      ...trends.map(({ points, format }) => element("td", {}, points[index]?.value == null ? "–" : format(points[index].value))),
      element("td", { class: "changes" }, changes.join("; ")),
    ),
  );
  return table([trendsWords.run, ...trends.map(({ title }) => title), trendsWords.changedBefore], rows, "changes");
}

/** The picture in both themes: the one that fits is shown. */
function designPictures(design: Design): Element[] {
  return (["light", "dark"] as const).map((theme) => {
    const picture = pictureOf(design, { theme, padding: 16, title: false });
    return element("img", { class: `picture on-${theme}`, alt: reportWords.design.picture(design.name), src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture)}`, style: "max-width:100%" });
  });
}

function section(title: string, ...content: readonly Element[]): Element {
  return element("section", {}, element("h2", {}, title), ...content);
}
