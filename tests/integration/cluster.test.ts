import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { connect } from "../../engine/redis/connection.ts";
import { checkRedisServer } from "../../engine/redis/check-server.ts";
import { logKeys, partitionEnds } from "../../engine/redis/log-keys.ts";
import { RunKeys } from "../../engine/redis/run-keys.ts";
import { SpreadWriter } from "../../engine/redis/spread-writer.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { startCluster, type TestCluster } from "../support/redis-cluster.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

let cluster: TestCluster;
beforeAll(async () => void (cluster = await startCluster()));
afterAll(() => cluster.close());

describe("on a Redis Cluster", () => {
  it("is looked at before a run, by each of its masters; one node's address is refused with the form that the cluster's has", async () => {
    expect(await checkRedisServer(cluster.url)).toMatchObject({ policy: "noeviction" });
    await expect(checkRedisServer(`redis://127.0.0.1:${cluster.ports[0]}`)).rejects.toMatchObject({ code: "redis-refused", message: expect.stringContaining("redis+cluster://") as string });
  });

  it("X3 refuses a transaction over slots", async () => {
    const redis = new Redis({ port: cluster.ports[0] ?? 0 });
    await expect(redis.multi().set("{a}x", "1").set("{b}x", "1").exec()).rejects.toThrow(/EXECABORT|CROSSSLOT|MOVED/);
    redis.disconnect();
  });

  it("T1 E2 an event without a key that is appended again goes where it went, whatever partition it is meant for by then", async () => {
    const client = connect(cluster.url, () => {});
    const keys = logKeys("again", "node:t", client.isCluster);
    const append = (id: string, partition: number, isFree: boolean): Promise<"new" | "known"> =>
      new Promise((resolve) => {
        let result: "new" | "known" = "new";
        // Another process each time: it remembers nothing.
        const writer = new SpreadWriter(client, keys, () => {}, { isAudited: false, forgetsIds: false });
        writer.append({ id, partition, isFree, source: 0, bytes: 0, text: "{}", known: () => (result = "known"), done: () => resolve(result) });
      });
    expect([await append("e1", 0, true), await append("e1", 2, true), await append("e2", 1, false), await append("e2", 1, false)]).toEqual(["new", "known", "new", "known"]);
    expect(await partitionEnds(client, keys, [0, 1, 2])).toEqual([1, 1, 0]);
    expect(new Set(["p0", "p1", "p2"].map((part) => keys.of(Number(part.slice(1))).state.slice(0, 30))).size).toBe(3);
    await new RunKeys(client, "again").clean();
    client.disconnect();
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
    const executor = createLiveExecutor(optionsFor(design), listener, { redisUrl: cluster.url, spawnWorker: createSpawnWorker() });
    await executor.start();
    const report = await executor.finished;
    expect(heard.notices.filter(({ code }) => code !== "saturated")).toEqual([]);
    expect(report.ledger).toMatchObject({ produced: 60, balanced: true, lost: 0, duplicated: 0, inFlight: 0 });
    expect(report.ledger.delivered + report.ledger.deadLettered).toBe(180);
    expect(await cluster.keys()).toEqual([]);
  });

  it("E4 O4 queues spread over slots; when a master is killed the run goes on by itself, and the ledger says what its replica had not got", async () => {
    const queue = { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 };
    const design = designOf(
      { p: evenly(100, 500, { key: { mode: "uniform", count: 50 } }), q: ["queue", queue], c: service(5, { concurrency: 4 }), t: ["topic", { partitions: 3 }], d: service(1, { concurrency: 2 }), r: ["queue", queue], e: service(2), s: SINK },
      ["p > q", "q > c", "c > t", "t > d", "d > r", "r > e", "e > s"],
    );
    const { listener, ...heard } = hear();
    const options = optionsFor(design);
    const executor = createLiveExecutor(options, listener, { redisUrl: cluster.url, spawnWorker: createSpawnWorker() });
    await executor.start();
    await until("some were delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 50);
    expect((await cluster.spread("{spillway.*")).filter((count) => count > 0).length).toBeGreaterThan(1);
    const tags = new Set((await cluster.keys()).map((key) => key.slice(0, key.indexOf("}") + 1)));
    for (const place of ["node:q", "node:r", "p0.node:t", "p1.node:t", "p2.node:t"]) expect(tags).toContain(`{spillway.${options.runId}.${place}}`);
    await cluster.killMasterOf(`{spillway.${options.runId}.p0.node:t}`);
    const { ledger } = await executor.finished;
    expect(heard.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(["redis-lost", "redis-back"]));
    expect(ledger, JSON.stringify([ledger, heard.notices])).toMatchObject({ produced: 500, inFlight: 0, unsettled: ledger.lost });
    expect(ledger.delivered + ledger.lost).toBe(500 + ledger.duplicated);
    expect(ledger.lost).toBeLessThan(100);
    expect(await cluster.keys()).toEqual([]);
  });
});
