import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { makeNetworkNamespace } from "../support/network-namespace.ts";
import { freePort, startRedisProcess, type RedisProcess } from "../support/redis-server.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));
const SHIFTED = fileURLToPath(new URL("../support/shifted-clock.mjs", import.meta.url));
const TOKEN = "the token of this test's runs";

let port = 0;
let redis: RedisProcess;
beforeAll(async () => {
  port = await freePort();
  redis = startRedisProcess(["--port", String(port), "--bind", "0.0.0.0", "--protected-mode", "no", "--save", ""]);
});
afterAll(() => redis.end());

async function begin(...[design, options = {}]: Parameters<typeof optionsFor>) {
  const { listener, ...heard } = hear();
  const given = optionsFor(design, options);
  const executor = createLiveExecutor(given, listener, { redisUrl: `redis://127.0.0.1:${port}`, spawnWorker: createSpawnWorker(), joinToken: TOKEN });
  await executor.start();
  return { executor, heard, runId: given.runId };
}

interface Machine {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

/** Starts `spillway worker` as on another machine. */
function startWorker(runId: string, more: { name: string; zones?: string; shiftMs?: number; inside?: readonly string[]; host?: string }): Machine {
  const { name, zones, shiftMs = 0, inside = [], host = "127.0.0.1" } = more;
  const [command = "", ...parameters] = [...inside, process.execPath, "--import", SHIFTED, CLI, "worker", "--redis", `redis://${host}:${port}`, "--run", runId, "--name", name, ...(zones ? ["--zones", zones] : [])];
  const started = spawn(command, parameters, { env: { ...process.env, SHIFT_MS: String(shiftMs), SPILLWAY_RUN_TOKEN: TOKEN }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [started.stdout, started.stderr]) stream.on("data", (text: Buffer) => void (output += text.toString()));
  return { process: started, output: () => output, ended: once(started, "exit") };
}

describe("workers on other machines", () => {
  it("M2 E3 Q6 clocks that are three minutes ahead and behind change no latency, delay or expiry, and what they measure merges", async () => {
    const design = designOf(
      {
        p: evenly(50, 150), early: ["queue", { delayMs: 300 }], c: service(10), late: ["queue", { delayMs: 200, ttlMs: 60_000 }], d: service(10), s: SINK,
        dying: evenly(20, 40), line: ["queue", { ttlMs: 400 }], gone: ["sink"],
      },
      ["p > early", "early > c", "c > late", "late > d", "d > s", "dying > line", "line.deadLetter > gone"],
      { zones: [{ id: "east", name: "East" }, { id: "west", name: "West" }] },
    );
    const zones: Record<string, string> = { c: "east", d: "west" };
    const { executor, heard, runId } = await begin({ ...design, nodes: design.nodes.map((node) => ({ ...node, ...(zones[node.id] && { zone: zones[node.id] }) })) }, { sampleAll: true, paused: true });
    const ahead = startWorker(runId, { name: "ahead", zones: "east", shiftMs: 180_000 });
    const behind = startWorker(runId, { name: "behind", zones: "west", shiftMs: -180_000 });
    const there = (): boolean => ["east on ahead", "west on behind"].every((name) => heard.frames.at(-1)?.processes.some((process) => process.name === name));
    await until("both zones are elsewhere", there, 40_000);
    // Design time begins now: not one event is from before.
    await executor.resume();
    const { ledger, nodes } = await executor.finished;
    await Promise.all([ahead.ended, behind.ended]);
    expect(ledger, JSON.stringify([ledger, ahead.output(), behind.output()])).toMatchObject({ balanced: true, lost: 0, inFlight: 0, produced: 190, delivered: 190 });
    const spans = heard.samples.filter((sample): sample is SpanSample => sample.type === "span");
    const of = (node: string): SpanSample[] => spans.filter((span) => span.node === node);
    expect(of("c").length).toBe(150);
    for (const { waitMs, serviceMs } of [...of("c"), ...of("d")]) {
      expect(waitMs).toBeGreaterThan(-1);
      expect(waitMs).toBeLessThan(3000);
      expect(Math.abs(serviceMs - 10)).toBeLessThan(2);
    }
    // Events wait their delay from when they were emitted, whoever's clock says so: the least wait is the delay, to a few ms.
    const emitted = new Map(heard.samples.flatMap((sample) => (sample.type === "span" && sample.outcome === "emitted" ? [[sample.root, sample.startMs] as const] : [])));
    const begun = (node: string): Map<string, number> => new Map(of(node).map(({ root, startMs }) => [root, startMs]));
    const afterMs = (ends: ReadonlyMap<string, number>, starts: ReadonlyMap<string, number>): number => Math.min(...[...ends].flatMap(([root, endMs]) => endMs - (starts.get(root) ?? Number.NEGATIVE_INFINITY)));
    expect(afterMs(begun("c"), emitted)).toBeGreaterThan(295);
    expect(afterMs(begun("c"), emitted)).toBeLessThan(330);
    expect(afterMs(begun("d"), begun("c"))).toBeGreaterThan(205);
    expect(afterMs(begun("d"), begun("c"))).toBeLessThan(240);
    expect(nodes.s!.in).toBe(150);
    expect(nodes.c!.serviceMs.count).toBe(150);
  });

  it("O3 O2 a machine that is lost is a lost zone: the zone is run by the host again, what it held is delivered again, nothing is lost", async ({ annotate }) => {
    const queue = { lockMs: 500, stalledCheckMs: 400, maxStalled: 20 };
    const design = designOf({ p: evenly(50, 500), q: ["queue", queue], c: service(15, { concurrency: 2 }), t: ["topic", { partitions: 2 }], d: ["consumer", { serviceTime: { distribution: "constant", meanMs: 5 }, sessionTimeoutMs: 1000 }], s: SINK }, ["p > q", "q > c", "c > t", "t > d", "d > s"], { zones: [{ id: "east", name: "East" }] });
    const { executor, heard, runId } = await begin({ ...design, nodes: design.nodes.map((node) => ({ ...node, ...(node.id === "c" && { zone: "east" }) })) });
    const namespace = makeNetworkNamespace();
    if (!namespace) await annotate("A network namespace may not be made here: the worker shares the host's network.");
    const inside = namespace ? { inside: ["ip", "netns", "exec", namespace.name], host: namespace.hostAddress } : {};
    try {
      const machine = startWorker(runId, { name: "far", zones: "east", ...inside });
      await until("the zone is far", () => heard.frames.at(-1)?.processes.some(({ name }) => name === "east on far") === true, 40_000);
      const delivered = heard.frames.at(-1)!.ledger.delivered;
      await until("it works", () => heard.frames.at(-1)!.ledger.delivered > delivered + 30);
      machine.process.kill("SIGKILL");
      await machine.ended;
      const { ledger } = await executor.finished;
      expect(heard.notices.map(({ message }) => message)).toEqual(expect.arrayContaining([expect.stringMatching(/far is gone \(silent\).*East is run here again/)]));
      expect(heard.frames.at(-1)?.processes.map(({ name }) => name)).toContain("zone east");
      expect(ledger, JSON.stringify(ledger)).toMatchObject({ produced: 500, balanced: true, lost: 0, inFlight: 0 });
      expect(ledger.delivered).toBe(500 + ledger.duplicated);
    } finally {
      namespace?.close();
    }
  });
});
