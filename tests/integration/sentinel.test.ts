import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { checkRedisServer } from "../../engine/redis/check-server.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startSentinels, type TestSentinels } from "../support/redis-sentinel.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

let sentinels: TestSentinels;
beforeAll(async () => void (sentinels = await startSentinels("one", "two")));
afterAll(() => sentinels.close());

describe("on the master that sentinels name", () => {
  it("is looked at before a run; who gives another name or no sentinel's address is told", async () => {
    expect(await checkRedisServer(sentinels.url)).toMatchObject({ policy: "noeviction" });
    await expect(checkRedisServer(sentinels.url.replace("/orders", "/nobody"))).rejects.toMatchObject({ code: "redis-refused", message: expect.stringMatching(/nobody .*no sentinel/) as string });
  });

  it("E4 O4 a run goes on by itself when the master is killed, and the ledger says what the replica had not got", async () => {
    const queue = { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 };
    const design = designOf({ p: evenly(100, 500), q: ["queue", queue], c: service(5, { concurrency: 4 }), t: ["topic", { partitions: 3 }], d: service(1), s: SINK }, ["p > q", "q > c", "c > t", "t > d", "d > s"]);
    const { listener, ...heard } = hear();
    const executor = createLiveExecutor(optionsFor(design), listener, { redisUrl: sentinels.url, spawnWorker: createSpawnWorker() });
    await executor.start();
    await until("some were delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 50);
    const before = await sentinels.master();
    await sentinels.killMaster();
    const { ledger } = await executor.finished;
    expect(await sentinels.master()).not.toBe(before);
    expect(heard.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(["redis-lost", "redis-back"]));
    expect(ledger, JSON.stringify(ledger)).toMatchObject({ produced: 500, inFlight: 0, unsettled: ledger.lost });
    expect(ledger.delivered + ledger.lost).toBe(500 + ledger.duplicated);
    expect(ledger.lost).toBeLessThan(100);
  });
});
