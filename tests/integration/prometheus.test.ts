import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { formatDesign } from "../../design/document/format.ts";
import type { RuleFile } from "../../design/export/prometheus/rules.ts";
import { exportTo } from "../../design/export/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { readQuery, type Selector } from "../../engine/host/exports/promql-selectors.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { samplesOf, type Scraped } from "../support/scrape.ts";
import { until } from "../support/until.ts";
import { startCli } from "./cli-process.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spillway-prometheus-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One of each thing that rules and dashboards are about; a third of the work fails for good. */
const design = designOf(
  {
    p: evenly(60, 100_000),
    q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 10 } }],
    c: service(5, { concurrency: 4, failureRate: 0.3 }),
    b: ["circuitBreaker"],
    k: ["cache"],
    db: ["database"],
    t: ["topic", { partitions: 2 }],
    g: service(1, { group: "team" }),
    s: SINK,
    d: DEAD_LETTER,
  },
  ["p > q", "q > c", "c.call > b.call", "b.target > k.call", "k.origin > db.call", "c > s", "q.deadLetter > d", "p > t", "t > g", "g > s"],
  {
    name: 'Scraped "here"',
    slos: (["throughputPerSecond", "endToEndMs", "waitMs", "serviceMs", "errorRate", "lost", "duplicates", "depth", "lag", "utilization"] as const).map((metric) => ({ id: metric, name: metric, target: { all: true as const }, metric, op: "<=" as const, value: 5, windowMs: 2000 })),
  },
);

/** Whether something that is served has the labels that a query asks for; variables of Grafana's choose everything. */
function isServed({ metric, matchers }: Selector, { samples }: Scraped): boolean {
  return samples.some(
    ({ name, labels }) =>
      name === metric &&
      matchers.every(({ label, operator, value }) => label in labels && (operator === "=" ? labels[label] === value : new RegExp(`^(?:${value.replace("$node", ".*")})$`).test(labels[label] ?? ""))),
  );
}

describe("the metrics of a real run", () => {
  it("M1 M2 O5 have every metric and label of the design's own alerts and dashboard", async () => {
    const path = join(folder, "design.spillway.json");
    await writeFile(path, formatDesign(design));
    const [alerts, dashboard] = exportTo("prometheus", topologyOf(design)).files;
    const rules = (parse(alerts!.text) as RuleFile).groups.flatMap((group) => group.rules.map(({ expr }) => expr));
    const charts = (JSON.parse(dashboard!.text) as { panels: { targets?: { expr: string }[] }[] }).panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const queries = [...rules, ...charts].map(readQuery);
    expect(queries.length).toBeGreaterThan(45);

    const run = startCli(["run", path, "--metrics-port", "0"], { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "", SPILLWAY_TOKEN: "0123456789abcdef0123456789abcdef" });
    onTestFinished(() => void run.child.kill("SIGINT"));
    const [, url = "", token = ""] = await run.wrote("stderr", /Metrics at (\S+) with Authorization: Bearer (\S+)\n/);
    expect(token).toBe("0123456789abcdef0123456789abcdef");
    const scrape = async (): Promise<string> => (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
    let missing: Selector[] = [];
    await until("everything is served", async () => {
      const scraped = samplesOf(await scrape());
      missing = queries.flatMap(({ selectors }) => selectors).filter((selector) => !isServed(selector, scraped));
      return missing.length === 0 && scraped.labels("spillway_slo_target").length === design.slos?.length;
    }).catch(() => expect(missing).toEqual([]));
    const before = samplesOf(await scrape());
    const served = new Set(before.samples.flatMap(({ labels }) => Object.keys(labels)));
    for (const { labels } of queries) for (const label of labels) expect(served).toContain(label);
    for (const slo of design.slos ?? []) expect(before.value(`spillway_slo_target{slo="${slo.id}",name="${slo.id}"}`)).toBe(slo.metric.endsWith("Ms") ? 0.005 : 5);
    expect(before.labels("spillway_run_info")).toEqual([expect.objectContaining({ design: 'Scraped "here"', mode: "live" })]);

    // Counters only grow, and a summary's mean is that of the times: the consumer's service takes 5 ms.
    const after = samplesOf(await scrape());
    for (const { name, value, labels } of before.samples.filter((sample) => /_(total|count|sum)$/.test(sample.name))) {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
      expect(after.value(pairs.length === 0 ? name : `${name}{${pairs.join(",")}}`)).toBeGreaterThanOrEqual(value);
    }
    const mean = (after.value('spillway_service_seconds_sum{node="c",kind="consumer"}') ?? 0) / (after.value('spillway_service_seconds_count{node="c",kind="consumer"}') ?? 0);
    expect(mean).toBeGreaterThan(0.0049);
    expect((await fetch(url)).status).toBe(401);
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(1);
  });
});
