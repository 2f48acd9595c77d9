import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SLO_METRICS, type Design, type Slo } from "../../design/document/schema.ts";
import { exportTo } from "../../design/export/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { examples, HOSTILE_NAMES } from "../support/examples.ts";

const run = promisify(execFile);
const promtool = process.env.SPILLWAY_PROMTOOL ?? "promtool";
const isThere = works();
if (!isThere) console.warn("promtool is not installed: no alerts are checked by it. Install prometheus, or name it with SPILLWAY_PROMTOOL.");

function works(): boolean {
  try {
    execFileSync(promtool, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** An SLO of every metric, target and operator, with names that nobody should give. */
function withSlos(design: Design): Design {
  const slos = [...HOSTILE_NAMES.filter(Boolean), "{{ $value }}", "{{{ x }}}", "{{"].map((name, n): Slo => {
    const target = [{ all: true as const }, { node: design.nodes[n % design.nodes.length]?.id ?? "" }, { path: [design.nodes[0]?.id ?? "", design.nodes.at(-1)?.id ?? ""] }][n % 3] ?? { all: true };
    return { id: `slo-${n}`, name, target, metric: SLO_METRICS[n % SLO_METRICS.length] ?? "depth", op: (["<=", ">=", "=="] as const)[n % 3] ?? "<=", value: n + 0.5, ...(n % 2 === 0 && { percentile: 97.5, windowMs: 2500, forMs: 1500 }) };
  });
  return { ...design, slos };
}

describe.skipIf(!isThere)("Prometheus' own promtool", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spillway-promtool-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("takes the alerts of every example, and every query of its dashboard", async () => {
    const paths: string[] = [];
    for (const [n, { design }] of examples().entries()) {
      const [alerts, dashboard] = exportTo("prometheus", topologyOf(withSlos(design))).files;
      const { panels } = JSON.parse(dashboard?.text ?? "") as { panels: { targets?: { expr: string }[] }[] };
      const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll("$__rate_interval", "1m").replaceAll("$node", ".*")));
      const recorded = { groups: [{ name: "dashboard", rules: queries.map((expr, index) => ({ record: `query:${index}`, expr })) }] };
      paths.push(join(folder, `alerts-${n}.yaml`), join(folder, `dashboard-${n}.yaml`));
      await writeFile(paths.at(-2) ?? "", alerts?.text ?? "");
      await writeFile(paths.at(-1) ?? "", JSON.stringify(recorded));
    }
    const { stdout, stderr } = await run(promtool, ["check", "rules", "--lint=none", ...paths]);
    expect(stderr).toBe("");
    expect(stdout.match(/SUCCESS: \d+ rules/g)).toHaveLength(paths.length);
  });
});
