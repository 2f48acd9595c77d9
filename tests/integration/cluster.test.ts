import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { findRedisBinary } from "../../engine/redis/embedded/find-binary.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

/** One node that has all slots refuses what a cluster refuses: commands and transactions over several slots. */
let server: ChildProcess;
let folder: string;
let redis: Redis;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spillway-cluster-"));
  port = await freePort();
  const { path } = await findRedisBinary();
  server = spawn(path, ["--port", String(port), "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--dir", folder, "--save", ""], { stdio: "ignore" });
  redis = new Redis({ port, maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on("error", () => {});
  await redis.call("CLUSTER", "ADDSLOTS", ...Array.from({ length: 16_384 }, (_, slot) => slot));
  await until("the cluster is up", async () => String(await redis.call("CLUSTER", "INFO")).includes("cluster_state:ok"));
});
afterAll(async () => {
  redis.disconnect();
  await new Promise((resolve) => server.once("exit", resolve) && server.kill());
  await rm(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

describe("on a Redis that is a cluster", () => {
  it("X3 refuses a transaction over slots", async () => {
    await expect(redis.multi().set("{a}x", "1").set("{b}x", "1").exec()).rejects.toThrow(/EXECABORT|CROSSSLOT/);
  });

  it("X3 an exchange publishes to its queues in one slot, and the run is as elsewhere", async () => {
    const design = designOf(
      {
        p: evenly(100, 60),
        x: ["exchange", { type: "fanout" }],
        a: ["queue", { maxLength: 5, overflow: "drop-head", deadLetterRoutingKey: "full" }],
        b: ["queue", { delayMs: 50, deduplicate: { by: "id", windowMs: 1000 } }],
        line: ["queue", { ttlMs: 100 }],
        dlx: ["exchange"],
        ca: service(12),
        cb: service(1),
        s: SINK,
        d: DEAD_LETTER,
      },
      ["p > x", "x > a", "x > b", "x > line", "a > ca", "b > cb", "ca > s", "cb > s", "a.deadLetter > dlx", "line.deadLetter > dlx", ["dlx > d", { bindingKey: "#" }]],
    );
    const { listener, ...heard } = hear();
    const executor = createLiveExecutor(optionsFor(design), listener, { redisUrl: `redis://127.0.0.1:${port}`, spawnWorker: createSpawnWorker() });
    await executor.start();
    const report = await executor.finished;
    expect(heard.notices.filter(({ code }) => code !== "saturated")).toEqual([]);
    expect(report.ledger).toMatchObject({ produced: 60, balanced: true, lost: 0, duplicated: 0, inFlight: 0 });
    expect(report.ledger.delivered + report.ledger.deadLettered).toBe(180);
    expect(await redis.dbsize()).toBe(0);
  });
});
