import { describe, expect, it } from "vitest";
import { designOf } from "../../../tests/support/designs.ts";
import { examples, HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import type { Design } from "../../../design/document/schema.ts";
import { exportTo } from "../../../design/export/registry.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { validators } from "./validity.ts";

const filesOf = (target: string, design: Design): readonly ExportFile[] => exportTo(target, topologyOf(design)).files;

/** The problems of an export in which `from` was replaced. */
async function problemsOf(target: "bullmq" | "prometheus", files: readonly ExportFile[], from = "", to = ""): Promise<readonly string[]> {
  const validate = await validators[target]!();
  const changed = files.map((file) => (from === "" ? file : { ...file, text: file.text.replaceAll(from, to) }));
  if (from !== "") expect(changed).not.toEqual(files);
  return (await validate(changed)).problems;
}

const design = designOf({ p: ["producer"], q: ["queue"], c: ["consumer"], s: ["sink"], d: ["deadLetter"] }, ["p > q", "q > c", "c > s", "q.deadLetter > d"], {
  slos: [{ id: "fast", name: "Fast", target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 250 }],
});

describe.each(["bullmq", "prometheus"] as const)("the check of %s", (target) => {
  it("finds nothing in what is exported, whatever it is called", { timeout: 60_000 }, async () => {
    for (const { file, design: example } of examples()) {
      const hostile = { ...example, nodes: example.nodes.map((node, n) => ({ ...node, name: HOSTILE_NAMES[n % HOSTILE_NAMES.length] })), slos: example.slos?.map((slo, n) => ({ ...slo, name: HOSTILE_NAMES[n] || "x" })) };
      expect([file, ...(await problemsOf(target, filesOf(target, hostile)))]).toEqual([file]);
    }
  });
});

describe("the check of a BullMQ project", () => {
  it("finds what is no TypeScript, and what is imported and not there", async () => {
    const files = filesOf("bullmq", design);
    expect(await problemsOf("bullmq", files, "export const qQueue =", "export const qQueue = =")).toEqual(["src/queues.ts:6: this is no TypeScript"]);
    expect(await problemsOf("bullmq", files, '"ioredis": "6.0.0"', '"ioredis": "^6.0.0"')).toEqual([expect.stringContaining("not pinned"), ...Array.from({ length: 5 }, () => expect.stringContaining("no dependency"))]);
    expect(await problemsOf("bullmq", files, "export function serviceOf", "function serviceOf")).toEqual(["src/workers/c.ts: src/lib/service.ts does not export serviceOf"]);
    expect(await problemsOf("bullmq", files.filter(({ path }) => path !== "src/lib/log.ts"))).toEqual(expect.arrayContaining(["src/ends.ts: there is no src/lib/log.ts"]));
  });
});

describe("the check of alerts and dashboards", () => {
  it("finds what Prometheus or Grafana would refuse, and what no run serves", async () => {
    const files = filesOf("prometheus", design);
    const found = (from: string, to: string): Promise<readonly string[]> => problemsOf("prometheus", files, from, to);
    expect(await found("for: 60s", "for: 60")).toEqual([expect.stringMatching(/^alerts.yaml: groups.0.rules.0.for/), ...Array.from({ length: 3 }, () => expect.anything())]);
    expect(await found("severity: critical", "severity: critical\n          severity: x")).toEqual(expect.arrayContaining([expect.stringContaining("alerts.yaml: Map keys must be unique")]));
    expect(await found("spillway_lost_events", "spillway_missing")).toEqual(expect.arrayContaining(["alerts.yaml: SpillwayEventsLost: no run serves spillway_missing"]));
    expect(await found('kind=\\"deadLetter\\"', 'sort=\\"deadLetter\\"')).toEqual(expect.arrayContaining(["dashboard.json: Lying there: spillway_depth_events has no label sort"]));
    expect(await found("deriv(", "derivative(")).toEqual([expect.stringContaining("derivative is no function that is known")]);
    expect(await found("[120s])", "[120s]")).toEqual(expect.arrayContaining([expect.stringContaining("( is not closed")]));
    expect(await found("{{ $value }}", "{{ $value }")).toEqual(expect.arrayContaining([expect.stringContaining("it is no template")]));
    expect(await found('"unit": "s"', '"unit": "seconds"')).toEqual(expect.arrayContaining([expect.stringMatching(/^dashboard.json: panels/)]));
  });
});
