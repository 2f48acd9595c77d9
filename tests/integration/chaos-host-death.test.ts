import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
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

it.runIf(process.platform === "linux")("O4 a killed host leaves no process stopped, and no proxy or helper alive", async () => {
  const design = designOf({ p: evenly(50, 100_000), a: service(20), q: evenly(50, 100_000), b: service(20), s: SINK }, ["p > a", "a > s", "q > b", "b > s"], {
    zones: [{ id: "still", name: "Still" }, { id: "far", name: "Far" }],
    scenario: {
      chaos: [
        { id: "frozen", atMs: 200, durationMs: 600_000, experiment: "freeze-zone", target: { zone: "still" } },
        { id: "apart", atMs: 200, durationMs: 600_000, experiment: "partition", target: { zone: "far" } },
      ],
    },
  });
  const path = join(folder, "broken.spillway.json");
  writeFileSync(path, JSON.stringify({ ...design, nodes: design.nodes.map((node) => (node.id === "a" ? { ...node, zone: "still" } : node.id === "b" ? { ...node, zone: "far" } : node)) }));
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
