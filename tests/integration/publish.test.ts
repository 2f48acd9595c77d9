import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Envelope } from "../../engine/core/event.ts";
import { WriteGate } from "../../engine/redis/write-gate.ts";
import { Publisher } from "../../engine/redis/publisher.ts";
import { channelPrefix } from "../../engine/redis/keys.ts";
import { DEAD_LETTER, designOf, evenly } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
let redis: Redis;
beforeAll(async () => {
  bench = await startLiveBench();
  redis = new Redis({ path: bench.redis.url });
});
afterAll(async () => {
  redis.disconnect();
  await bench.close();
});

function kill(entry: string): void {
  bench.processes.findLast((candidate) => candidate.entry === entry)!.process.kill("SIGKILL");
}

const envelope = (id: string): Envelope => ({ specversion: "1.0", id, source: "p", type: "event", time: "", datacontenttype: "application/json", traceparent: "", rootid: id, bornms: "0", emittedms: "0", data: null });
const copy = (channelKey: string, id: string) => ({ channelKey, envelope: envelope(id), port: "in", settings: undefined, priority: 0 });

describe("publishes to several queues", () => {
  it("X3 all copies are there or none, at any moment and when the publisher is killed; the books close", async () => {
    const design = designOf({ p: evenly(400, 800), x: ["exchange", { type: "fanout" }], a: ["queue", { ttlMs: 2500 }], b: ["queue", { ttlMs: 2500 }], d: DEAD_LETTER }, ["p > x", "x > a", "x > b", "a.deadLetter > d", "b.deadLetter > d"]);
    const { executor, heard } = await bench.begin(design, { runId: "publish" });
    const waiting = (node: string): string => `${channelPrefix("publish", `publish:x/node:${node}`)}:q:wait`;
    const lengths = new Set<number>();
    async function same(): Promise<void> {
      const [a, b] = ((await redis.multi().llen(waiting("a")).llen(waiting("b")).exec()) ?? []).map(([, length]) => Number(length));
      expect(a).toBe(b);
      lengths.add(a!);
    }
    for (let killed = false; executor.state().atMs < 1800; ) {
      await same();
      if (!killed && lengths.size > 20 && (killed = true)) kill("load");
    }
    const report = await executor.finished;
    expect(lengths.size).toBeGreaterThan(20);
    expect(heard.notices.map(({ code }) => code)).toContain("worker-died");
    expect(report.ledger).toMatchObject({ produced: 800, copies: 800, deadLettered: 1600, lost: 0, duplicated: 0, balanced: true });
  });

  it("X3 every reply is checked: a queue that cannot take its copy is told", async () => {
    const publisher = new Publisher("replies", redis, new WriteGate(redis, () => {}));
    expect(await publisher.publish([copy("node:a", "e1"), copy("node:b", "e2")])).toEqual([true, true]);
    await redis.set(`${channelPrefix("replies", "node:broken")}:q:wait`, "not a list");
    await expect(publisher.publish([copy("node:a", "e3"), copy("node:broken", "e4")])).rejects.toThrow("1 of 2 copies");
    for (const key of await redis.keys("*replies*")) await redis.del(key);
  });

  it("Q6 E4 what a killed process had taken out of a queue is taken over: it goes once", { timeout: 60_000 }, async () => {
    const design = designOf({ p: evenly(400, 600), line: ["queue", { ttlMs: 300 }], d: DEAD_LETTER }, ["p > line", "line.deadLetter > d"]);
    const { executor, heard } = await bench.begin(design);
    for (const dead of [50, 200]) {
      await until(`${dead} events expired`, () => (heard.frames.at(-1)?.ledger.deadLettered ?? 0) >= dead);
      if (dead === 50) kill("load");
    }
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 600, deadLettered: 600, lost: 0, duplicated: 0, balanced: true, inFlight: 0 });
  });
});
