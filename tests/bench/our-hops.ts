import { Redis } from "ioredis";
import { flowOf } from "../../design/graph/compile.ts";
import { wallNow } from "../../engine/core/run-clock.ts";
import { Wiring } from "../../engine/core/wiring.ts";
import { Books } from "../../engine/live/books.ts";
import { LiveAudit } from "../../engine/live/live-audit.ts";
import type { RunInit } from "../../engine/live/messages.ts";
import { RunMetrics } from "../../engine/metrics/run-metrics.ts";
import { AuditLog } from "../../engine/redis/audit-log.ts";
import { channelPrefix } from "../../engine/redis/keys.ts";
import { RunKeys } from "../../engine/redis/run-keys.ts";
import type { EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { threeHops } from "./hop-design.ts";
import { begin, end, heard } from "./processes.ts";
import { CONCURRENCY, COUNT, firstProcessed, lastFinished } from "./raw-hops.ts";

/** Hops per second of our pipeline, all telemetry on, from a full first queue to the last event delivered; audited or not (rule E4). */
export async function ourHops(server: EmbeddedRedis, runId: string, isAudited = false): Promise<number> {
  const design = threeHops(COUNT, CONCURRENCY);
  const client = new Redis({ path: server.url, maxRetriesPerRequest: null });
  const wiring = new Wiring(flowOf(design), 1);
  const metrics = new RunMetrics(wiring, 0);
  const keys = new RunKeys(client, runId);
  const books = new Books(wiring, keys, isAudited ? new LiveAudit(wiring, keys, new AuditLog(client, runId)) : undefined);
  const init = (): RunInit => ({
    type: "init",
    runId,
    redisUrl: server.url,
    design,
    seed: 1,
    originMs: wallNow(),
    clock: { wallMs: wallNow(), designMs: 0, speed: 1, paused: false },
    sampling: 128,
    stopMs: null,
    nodes: null,
    isHome: true,
    replicas: [],
    brokers: [],
    audit: isAudited,
  });
  const load = await begin("load", init());
  await heard(load, (message) => message.type === "measured" && message.sources.every((source) => source.finished && source.pending === 0));
  await end(load);

  const startedAt = performance.now();
  const worker = await begin("worker", init());
  let delivered = 0;
  const sink = wiring.node("sink").index;
  await heard(worker, (message) => {
    if (message.type !== "measured") return false;
    delivered += message.metrics.places[sink]?.in ?? 0;
    void books.ledger(false).then(({ ledger }) =>
      metrics.frame([message.metrics], { atMs: performance.now() - startedAt, now: () => ({ depth: 0, inFlight: 0, capacity: 0 }), ledger, processes: [], redis: undefined, saturated: [], sampling: 128 }),
    );
    return delivered >= COUNT;
  });
  const last = await lastFinished(client, channelPrefix(runId, "node:q3"));
  const first = await firstProcessed(client, channelPrefix(runId, "node:q1"));
  await end(worker);
  const { ledger, audit } = await books.closed([]);
  if (ledger.delivered !== COUNT || !ledger.balanced || (audit && audit.ended !== COUNT * 4)) throw new Error(`The books do not close: ${JSON.stringify({ ledger, audit })}`);
  await keys.clean();
  client.disconnect();
  return (COUNT * 3 * 1000) / (last - first);
}
