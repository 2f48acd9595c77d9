import { expect, it } from "vitest";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { joinRun } from "../../engine/live/remote/join-run.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startCluster } from "../support/redis-cluster.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

const TOKEN = "the token of this test's runs";
const QUEUE = { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 };

/** What a key of the run begins with whose master is killed: a queue, a topic, a stage, the sources' counts, messages with workers. */
const PLACES = ["node:q", "p0.node:t", "p1.node:t", "node:w", "node:r", "sources", "mail.host"];

it.each(PLACES)("E4 O4 the master that has %s is killed in mid-run: the run goes on by itself, a joined worker with it, and the ledger closes", async (place) => {
  const cluster = await startCluster();
  try {
    const design = designOf(
      { p: evenly(100, 800), q: ["queue", QUEUE], c: service(5, { concurrency: 4 }), t: ["topic", { partitions: 3 }], d: service(1, { concurrency: 2 }), w: ["delay", { delayMs: 50 }], r: ["queue", QUEUE], e: service(2), s: SINK },
      ["p > q", "q > c", "c > t", "t > d", "d > w", "w > r", "r > e", "e > s"],
    );
    const { listener, ...heard } = hear();
    const options = optionsFor(design, { drainMs: 60_000 });
    const executor = createLiveExecutor(options, listener, { redisUrl: cluster.url, spawnWorker: createSpawnWorker(), joinToken: TOKEN });
    await executor.start();
    const joined = joinRun({ redisUrl: cluster.url, runId: options.runId, token: TOKEN, signal: new AbortController().signal });
    await until("the worker is in, and some were delivered", () => heard.frames.at(-1)?.nodes.e?.capacity === 2 && heard.frames.at(-1)!.ledger.delivered >= 50);
    await cluster.killMasterOf(`{spillway.${options.runId}.${place}}`);
    const { ledger, ended } = await executor.finished;
    await joined;
    const told = JSON.stringify([ledger, heard.notices.map(({ code, message }) => `${code}: ${message}`)]);
    expect(ended, told).toBe("drained");
    expect(ledger, told).toMatchObject({ produced: 800, inFlight: 0, unsettled: ledger.lost });
    expect(ledger.delivered + ledger.lost, told).toBe(800 + ledger.duplicated);
    expect(ledger.lost).toBeLessThan(100);
    expect(heard.notices.map(({ code }) => code)).not.toContain("worker-left");
    expect(await cluster.keys()).toEqual([]);
  } finally {
    await cluster.close();
  }
});
