import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import type { Ledger } from "../../engine/contract/ledger.ts";
import { checkRedisServer } from "../../engine/redis/check-server.ts";
import { makeCertificates, type Certificates } from "../support/certificates.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startCluster } from "../support/redis-cluster.ts";
import { startSentinels } from "../support/redis-sentinel.ts";
import { hear, optionsFor } from "../support/run.ts";
import { until } from "../support/until.ts";

let folder = "";
let certificates: Certificates | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-tls-"));
  certificates = makeCertificates(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EVENTS = 500;

/** Runs a small design; its master is lost once some events were delivered. */
async function runAcrossFailover(redisUrl: string, loseMaster: (runId: string) => Promise<unknown>): Promise<Ledger> {
  const queue = { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 };
  const design = designOf({ p: evenly(100, EVENTS), q: ["queue", queue], c: service(5, { concurrency: 4 }), t: ["topic", { partitions: 3 }], d: service(1), s: SINK }, ["p > q", "q > c", "c > t", "t > d", "d > s"]);
  const { listener, ...heard } = hear();
  const options = optionsFor(design);
  const executor = createLiveExecutor(options, listener, { redisUrl, spawnWorker: createSpawnWorker() });
  await executor.start();
  await until("some were delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 50);
  await loseMaster(options.runId);
  return (await executor.finished).ledger;
}

function expectClosed(ledger: Ledger): void {
  expect(ledger, JSON.stringify(ledger)).toMatchObject({ produced: EVENTS, inFlight: 0 });
  expect(ledger.delivered + ledger.lost).toBe(EVENTS + ledger.duplicated);
  expect(ledger.lost).toBeLessThan(EVENTS / 5);
}

describe("over TLS, with certificates of clients asked for", () => {
  it("E4 O4 a run on a cluster goes on across a failover; without the certificate it is refused", async ({ skip }) => {
    if (!certificates) return skip("There is no openssl here.");
    const cluster = await startCluster(3, 1, certificates);
    try {
      expect(await checkRedisServer(cluster.url)).toMatchObject({ policy: "noeviction" });
      await expect(checkRedisServer(cluster.url.replace(/&cert=.*/, ""))).rejects.toMatchObject({ code: "redis-refused" });
      expectClosed(await runAcrossFailover(cluster.url, (runId) => cluster.killMasterOf(`{spillway.${runId}.node:q}`)));
      expect(await cluster.keys()).toEqual([]);
    } finally {
      await cluster.close();
    }
  });

  it("E4 O4 a run on the master that sentinels name goes on across a failover", async ({ skip }) => {
    if (!certificates) return skip("There is no openssl here.");
    const sentinels = await startSentinels("one", "two", certificates);
    try {
      expect(await checkRedisServer(sentinels.url)).toMatchObject({ policy: "noeviction" });
      expectClosed(await runAcrossFailover(sentinels.url, () => sentinels.killMaster()));
    } finally {
      await sentinels.close();
    }
  });
});
