import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";
import { startCli } from "./cli-process.ts";

let folder = "";
let environment: NodeJS.ProcessEnv = {};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-death-"));
  environment = { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "", XDG_RUNTIME_DIR: folder };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface ProcessNow {
  readonly pid: number;
  readonly parent: number;
  /** As in proc(5): T for stopped. */
  readonly state: string;
  readonly command: string;
}

function processes(): ProcessNow[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [{ pid: Number(name), parent: Number(parent), state, command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") }];
    } catch {
      return [];
    }
  });
}

/** Two lanes without an end, each with its consumer in a zone of its own. */
function twoZones(more: Partial<Design> = {}): Design {
  const queue = { lockMs: 1000, stalledCheckMs: 300, maxStalled: 20 };
  const design = designOf({ p: evenly(50, 100_000), a: service(20), q: evenly(50, 100_000), b: service(20), s: SINK }, [["p > a", queue], "a > s", ["q > b", queue], "b > s"], {
    zones: [{ id: "still", name: "Still" }, { id: "far", name: "Far" }],
    ...more,
  });
  return { ...design, nodes: design.nodes.map((node) => (node.id === "a" ? { ...node, zone: "still" } : node.id === "b" ? { ...node, zone: "far" } : node)) };
}

it.runIf(process.platform === "linux")("O4 a killed host leaves no process stopped, and no proxy or helper alive", async () => {
  const design = twoZones({
    scenario: {
      chaos: [
        { id: "frozen", atMs: 200, durationMs: 600_000, experiment: "freeze-zone", target: { zone: "still" } },
        { id: "apart", atMs: 200, durationMs: 600_000, experiment: "partition", target: { zone: "far" } },
      ],
    },
  });
  const path = join(folder, "broken.spillway.json");
  writeFileSync(path, JSON.stringify(design));
  const { child } = startCli(["run", path, "--for", "10m"], environment);
  const children = (): ProcessNow[] => processes().filter(({ parent, command }) => parent === child.pid && command.includes(".js"));
  await until("a worker is stopped", () => children().some(({ state }) => state === "T"));
  const left = children().map(({ pid }) => pid);
  expect(children().filter(({ command }) => /(worker|load|chaos)\.js/.test(command))).toHaveLength(4);
  const sockets = (): string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith("redis.sock"));
  // Of Redis, and of the proxy.
  expect(sockets()).toHaveLength(2);
  child.kill("SIGKILL");
  await until("all are gone", () => processes().every(({ pid }) => !left.includes(pid)));
  expect(sockets().length).toBeLessThan(2);
});

it.skipIf(process.platform === "win32")("O4 experiments begun by hand lead connections through a proxy; when the helper is killed, everything goes on by itself", async () => {
  const bench = await startLiveBench();
  const { executor, heard } = await bench.begin(twoZones());
  const served = (node: string): number => heard.frames.at(-1)?.nodes[node]?.outPerSecond ?? 0;
  await until("both lanes are served", () => served("a") > 0 && served("b") > 0);
  await executor.chaos.begin({ experiment: "freeze-zone", target: { zone: "still" }, durationMs: 600_000 });
  await executor.chaos.begin({ experiment: "partition", target: { zone: "far" }, durationMs: 600_000 });
  await until("neither lane is", () => served("a") === 0 && served("b") === 0);
  bench.processes.find(({ entry }) => entry === "chaos")?.process.kill("SIGKILL");
  await until("both lanes are served again", () => served("a") > 0 && served("b") > 0);
  await executor.stop();
  const { ledger } = await executor.finished;
  expect(ledger).toMatchObject({ balanced: true, lost: 0, unsettled: 0 });
  await bench.close();
});
