import { createRequire } from "node:module";
import { parseDocument } from "yaml";
import { z } from "zod";
import { METRICS, type MetricDefinition } from "../../../design/export/prometheus/metrics.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import { readQuery } from "./promql-selectors.ts";
import type { Validity } from "./validity.ts";

const { version } = createRequire(import.meta.url)("yaml/package.json") as { version: string };

const DURATION = /^(\d+(ms|[smhdwy]))+$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const labels = z.record(z.string().regex(LABEL_NAME), z.string());

/** A rule file of alerts, as Prometheus 2 and 3 read it: unknown fields are refused there too (prometheus.io/docs/prometheus/latest/configuration/recording_rules). */
const ruleFile = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string().min(1),
      interval: z.string().regex(DURATION).optional(),
      limit: z.number().int().optional(),
      labels: labels.optional(),
      rules: z
        .array(z.strictObject({ alert: z.string().min(1), expr: z.string().min(1), for: z.string().regex(DURATION).optional(), keep_firing_for: z.string().regex(DURATION).optional(), labels: labels.optional(), annotations: labels.optional() }))
        .min(1),
    }),
  ),
});

const gridPos = z.strictObject({ x: z.number().int().min(0).max(23), y: z.number().int().min(0), w: z.number().int().min(1).max(24), h: z.number().int().min(1) });
const datasource = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("${datasource}") });
const row = z.looseObject({ type: z.literal("row"), id: z.number().int(), title: z.string().min(1), gridPos, collapsed: z.boolean(), panels: z.array(z.unknown()) });
const chart = z.looseObject({
  type: z.literal("timeseries"),
  id: z.number().int(),
  title: z.string().min(1),
  gridPos,
  datasource,
  fieldConfig: z.looseObject({
    defaults: z.looseObject({
      unit: z.enum(["s", "cps", "percentunit", "bytes", "short"]),
      thresholds: z.strictObject({ mode: z.literal("absolute"), steps: z.tuple([z.strictObject({ color: z.string(), value: z.null() })], z.strictObject({ color: z.string(), value: z.number() })) }),
    }),
    overrides: z.array(z.unknown()),
  }),
  targets: z.array(z.looseObject({ refId: z.string().regex(/^[A-Z]$/), expr: z.string().min(1), legendFormat: z.string(), datasource })).min(1),
});

/** What of Grafana's classic dashboard model a dashboard needs to be imported and drawn (grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model). */
const dashboard = z.looseObject({
  title: z.string().min(1),
  schemaVersion: z.number().int().min(36),
  templating: z.strictObject({ list: z.array(z.looseObject({ name: z.string().regex(/^\w+$/), type: z.enum(["datasource", "query"]) })) }),
  panels: z.array(z.discriminatedUnion("type", [row, chart])),
});

/** Checks alert rules and a dashboard: their schemas, their queries, and that runs serve every metric and label in them. */
export async function validate(files: readonly ExportFile[]): Promise<Validity> {
  const problems = files.flatMap(({ path, text }) => (path.endsWith(".yaml") ? rulesProblems(text) : dashboardProblems(text)).map((problem) => `${path}: ${problem}`));
  return { checkedWith: `yaml ${version}, the schemas of Prometheus' rule files and Grafana's dashboards, and the metrics that runs serve`, problems };
}

function rulesProblems(text: string): string[] {
  const document = parseDocument(text, { strict: true, uniqueKeys: true, version: "1.2" });
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.split("\n")[0] ?? message);
  const parsed = ruleFile.safeParse(document.toJS());
  if (!parsed.success) return issuesOf(parsed.error);
  const names = parsed.data.groups.map(({ name }) => name);
  return [
    ...(new Set(names).size < names.length ? ["two groups have one name"] : []),
    ...parsed.data.groups.flatMap(({ rules }) =>
      rules.flatMap(({ alert, expr, annotations = {}, labels: own = {} }) =>
        [...queryProblems(expr), ...[...Object.values(annotations), ...Object.values(own)].flatMap(templateProblems)].map((problem) => `${alert}: ${problem}`),
      ),
    ),
  ];
}

function dashboardProblems(text: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  const parsed = dashboard.safeParse(json);
  if (!parsed.success) return issuesOf(parsed.error);
  const { panels } = parsed.data;
  return [
    ...(new Set(panels.map(({ id }) => id)).size < panels.length ? ["two panels have one id"] : []),
    ...panels.flatMap((panel) => (panel.type === "row" ? [] : panel.targets.flatMap(({ expr }) => queryProblems(expr).map((problem) => `${panel.title}: ${problem}`)))),
  ];
}

const SERVED = new Map<string, MetricDefinition>(
  Object.values<MetricDefinition>(METRICS).flatMap((metric) => (metric.type === "summary" ? ["", "_sum", "_count"] : [""]).map((suffix): [string, MetricDefinition] => [`${metric.name}${suffix}`, metric])),
);

function queryProblems(text: string): string[] {
  try {
    const { selectors, labels: by } = readQuery(text);
    const known = new Set(selectors.flatMap(({ metric }) => SERVED.get(metric)?.labels ?? []));
    return [
      ...selectors.flatMap(({ metric, matchers }) => {
        const served = SERVED.get(metric);
        if (!served) return [`no run serves ${metric}`];
        return matchers.filter(({ label }) => !served.labels.includes(label) && !(label === "quantile" && served.type === "summary")).map(({ label }) => `${metric} has no label ${label}`);
      }),
      ...by.filter((label) => !known.has(label)).map((label) => `nothing in it has a label ${label}`),
    ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Prometheus takes labels and annotations for Go templates. */
function templateProblems(text: string): string[] {
  const rest = text.replaceAll(/\{\{ (?:\$labels\.\w+|\$value(?: \| \w+)?|"\{\{") \}\}/g, "");
  return rest.includes("{{") ? [`it is no template: ${text.slice(0, 80)}`] : [];
}

function issuesOf({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}
