import type { Design } from "../../design/document/schema.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { AuditReport } from "../contract/audit.ts";
import { eventsMade, type Ledger } from "../contract/ledger.ts";
import type { NodeReport, Report } from "../contract/report.ts";
import type { Stats } from "../contract/stats.ts";
import { alertPart } from "./alert-summary.ts";
import { experimentPart } from "./experiment-summary.ts";
import { predictedPart } from "./predicted-summary.ts";
import { duration, milliseconds, percent, perSecond, short, table, whole } from "./format.ts";

const ENDINGS: Record<Report["ended"], string> = {
  drained: "everything in flight was drained",
  "nothing-due": "what is left waits for events that will not come",
  "drain-timeout": "the time to drain was up",
  stopped: "stopped",
  failed: "the engine failed",
};

/** Ids that are shown of each sort; the report has more. */
const NAMED = 5;

/** A report for people: the headline numbers, the ledger, each node, the SLOs and the bottleneck, aligned. */
export function summaryOf(report: Report, design: Design): string {
  return [
    headline(report),
    ledgerPart(report.ledger),
    auditPart(report.audit),
    nodePart(report, design),
    predictedPart(report, design),
    scalingPart(report, design),
    sloPart(report),
    experimentPart(report, design),
    alertPart(report),
    problemPart(report),
    report.bottleneck === null ? "" : `Bottleneck\n  ${report.bottleneck.reason}\n  ${report.bottleneck.relief}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function headline(report: Report): string {
  const { mode, design, seed, durationMs, drainedMs, ended, ledger } = report;
  const rate = (count: number): string => (durationMs > 0 ? perSecond((count * 1000) / durationMs) : "");
  const coarse = report.coarse ? `Each simulated event stands for ${whole(report.coarse.eachStandsFor)}.\n` : "";
  const what = mode === "forecast" ? "forecast" : "live run";
  return (
    `${design.name} · ${what} of ${duration(durationMs)}, drained for ${duration(drainedMs)} · seed ${seed} · ${ENDINGS[ended]}\n${coarse}\n` +
    table([
      ["Produced", whole(ledger.produced), rate(ledger.produced)],
      ["Delivered", whole(ledger.delivered), report.throughputPerSecond === undefined ? rate(ledger.delivered) : perSecond(report.throughputPerSecond)],
      ["In flight", whole(ledger.inFlight), ""],
      ["Lost", whole(ledger.lost), ""],
    ]) +
    `  End to end  ${latencies(report.endToEndMs.all)}\n`
  );
}

function latencies(stats: Stats): string {
  if (stats.count === 0) return "nothing was delivered";
  const interval = stats.ci95 === undefined ? "" : ` ± ${milliseconds(stats.ci95)}`;
  return `mean ${milliseconds(stats.mean)}${interval} · p50 ${milliseconds(stats.p50)} · p95 ${milliseconds(stats.p95)} · p99 ${milliseconds(stats.p99)} · max ${milliseconds(stats.max)}`;
}

/** Rule E4's equation, without the terms that are 0. */
function ledgerPart(ledger: Ledger): string {
  const made = terms([["produced", ledger.produced], ["copies", ledger.copies], ["duplicated", ledger.duplicated]]);
  const accounted = terms([
    ["delivered", ledger.delivered],
    ["consumed", ledger.consumed],
    ["filtered", ledger.filtered],
    ["absorbed", ledger.absorbed],
    ["deduplicated", ledger.deduplicated],
    ...Object.entries(ledger.dropped).map(([reason, count]): [string, number] => [`dropped (${reason})`, count]),
    ["dead-lettered", ledger.deadLettered],
    ["failed", ledger.failed],
    ["in flight", ledger.inFlight],
  ]);
  const verdict = ledger.balanced ? "balanced" : `NOT balanced: ${whole(ledger.unsettled)} of ${whole(eventsMade(ledger))} events are unaccounted for`;
  return `Ledger (${verdict})\n  ${made}\n  = ${accounted}\n`;
}

/** What was found by id (rule E4). */
function auditPart(audit: AuditReport | undefined): string {
  if (!audit) return "";
  const { born, ended, inFlight, lost, duplicated, recognised, redelivered, differences } = audit;
  const named = [["lost", lost], ["duplicated", duplicated]] as const;
  const verdict = differences.length === 0 ? "agrees with the ledger" : "differs from the ledger";
  return (
    `Audit by id (${verdict})\n` +
    `  born ${whole(born)} = ended ${whole(ended)} + in flight ${whole(inFlight)} + lost ${whole(lost.count)}; duplicated ${whole(duplicated.count)}\n` +
    `  handed out again ${whole(redelivered)}; second children recognised and left out ${whole(recognised)}\n` +
    named.map(([name, { count, ids }]) => (count === 0 ? "" : `  ${name}: ${ids.slice(0, NAMED).map(({ id, place }) => `${id} (${place})`).join(", ")}${count > NAMED ? ", …" : ""}\n`)).join("") +
    differences.map(({ place, line, ledger, audit: counted }) => `  ${place}: ${line} ${whole(counted)} by id, ${whole(ledger)} by the ledger\n`).join("")
  );
}

function terms(all: readonly [string, number][]): string {
  const shown = all.filter(([, count], index) => count !== 0 || index === 0);
  return shown.map(([name, count]) => `${name} ${whole(count)}`).join(" + ");
}

function nodePart(report: Report, design: Design): string {
  const places = [...Object.values(report.nodes), ...Object.values(report.channels)];
  const rare = RARE.filter(({ read }) => places.some((place) => read(place) > 0));
  const header = ["Nodes", "in", "out", "errors", "retries", ...rare.map(({ title }) => title), "out/s", "busy", "wait p50", "p99", "service p50", "p99", "depth max", "end"];
  const rows = design.nodes.flatMap((node) => {
    const place = report.nodes[node.id];
    return place ? [placeRow(displayName(node), place, rare)] : [];
  });
  const queues = Object.values(report.channels).map((channel) => placeRow(channel.name, channel, rare));
  return table([header, ...rows, ...queues]);
}

interface RareColumn {
  readonly title: string;
  readonly read: (place: NodeReport) => number;
}

/** Columns that are there only where something is in them (rule M1). */
const RARE: readonly RareColumn[] = [
  { title: "duplicates", read: ({ duplicates }) => duplicates },
  { title: "dead letters", read: ({ deadLetters }) => deadLetters },
];

function placeRow(name: string, place: NodeReport, rare: readonly RareColumn[]): string[] {
  const time = (stats: Stats, value: number): string => (stats.count === 0 ? "·" : milliseconds(value));
  const shown = name.length > 28 ? `${name.slice(0, 27)}…` : name;
  return [
    shown,
    whole(place.in),
    whole(place.out),
    whole(place.errors),
    whole(place.retries),
    ...rare.map(({ read }) => whole(read(place))),
    short(place.throughputPerSecond),
    place.utilization === 0 ? "·" : percent(place.utilization),
    time(place.waitMs, place.waitMs.p50),
    time(place.waitMs, place.waitMs.p99),
    time(place.serviceMs, place.serviceMs.p50),
    time(place.serviceMs, place.serviceMs.p99),
    whole(place.depth.max),
    whole(place.depth.end),
  ];
}

/** What autoscalers did (rule O1). */
function scalingPart({ scaling }: Report, design: Design): string {
  const rows = design.nodes.flatMap((node) => {
    const own = scaling?.[node.id];
    if (!own) return [];
    const { replicas, count } = own;
    return [[displayName(node), `${replicas.min} to ${replicas.max} replicas`, `mean ${short(replicas.mean)}`, `${whole(count)} ${count === 1 ? "step" : "steps"}`]];
  });
  return rows.length === 0 ? "" : `Scaling\n${table(rows)}`;
}

function sloPart({ slos }: Report): string {
  if (slos.length === 0) return "";
  const rows = slos.map((slo) => [slo.name, slo.passed ? "passed" : "FAILED", short(slo.value), slo.op, short(slo.target)]);
  return `SLOs\n${table(rows)}`;
}

function problemPart({ problems, saturated, coarse }: Report): string {
  const lines = [
    ...(coarse?.notes ?? []).map(({ message }) => `coarse   ${message}`),
    ...saturated.map(({ what, by }) => `warning  ${what} is the limit, not the design: ${by}`),
    ...problems.map(({ severity, message }) => `${severity.padEnd(7)}  ${message}`),
  ];
  return lines.length === 0 ? "" : `Remarks\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
