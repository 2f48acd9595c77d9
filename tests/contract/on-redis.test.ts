import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Envelope } from "../../engine/core/event.ts";
import { traceOfRun } from "../../engine/core/trace-context.ts";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { channelPrefix, QUEUE_NAME } from "../../engine/redis/keys.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import type { Heard } from "../support/run.ts";
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

const keysOf = (runId: string, node: string): string => `${channelPrefix(runId, `node:${node}`)}:${QUEUE_NAME}`;

/** The newest worker process, which holds every consumer. */
async function workerPid(): Promise<number> {
  const worker = bench.processes.findLast(({ entry }) => entry === "worker");
  if (!worker) throw new Error("No worker was started.");
  return worker.process.pid;
}

function spansOf({ samples }: Heard, node: string): SpanSample[] {
  return samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === node);
}

describe("what a live run leaves to Redis", () => {
  it("E1 each job is a CloudEvents 1.0 envelope whose id is the job's", async () => {
    const design = designOf(
      { p: evenly(100, 10, { key: { mode: "uniform", count: 3 }, priority: 4, eventType: "order.placed", payload: { n: "{{seq}}", text: "Ångström" } }), q: ["queue"], c: service(1, { coldStartMs: 60_000 }), s: SINK },
      ["p > q", "q > c", "c > s"],
    );
    const { executor } = await bench.begin(design, { runId: "envelopes" });
    const base = keysOf("envelopes", "q");
    await until("all ten are in the queue", async () => (await redis.llen(`${base}:wait`)) === 10);
    const ids = (await redis.lrange(`${base}:wait`, 0, -1)).toReversed();
    const envelopes = await Promise.all(ids.map(async (id) => JSON.parse((await redis.hget(`${base}:${id}`, "data")) ?? "") as Envelope));
    for (const [n, envelope] of envelopes.entries()) {
      expect(envelope).toMatchObject({ specversion: "1.0", id: ids[n], source: "p", type: "order.placed", datacontenttype: "application/json", priority: 4, data: { n: n + 1, text: "Ångström" } });
      expect(envelope.id).toMatch(/^e[0-9a-f]{16}$/);
      expect(envelope.partitionkey).toMatch(/^k[012]$/);
      // The trace is the run's and the root's, the span the event's own.
      expect(envelope.rootid).toMatch(/^e[0-9a-f]{16}$/);
      const trace = envelope.rootid.slice(1);
      expect(envelope.traceparent).toBe(`00-${traceOfRun("envelopes")}${trace}-${envelope.id.slice(1)}-01`);
      // Names of CloudEvents attributes have lower-case letters and digits only.
      expect(Object.keys(envelope).every((name) => /^[a-z0-9]+$/.test(name))).toBe(true);
      // The time is the intended one, to the millisecond.
      expect(Date.parse(envelope.time) - Date.parse(envelopes[0]!.time)).toBeCloseTo(Number(envelope.emittedms) - Number(envelopes[0]!.emittedms), -0.5);
      expect(Number(envelope.bornms)).toBeCloseTo((n + 1) * 10, 2);
    }
    expect(new Set(envelopes.flatMap(({ id, rootid }) => [id, rootid])).size).toBe(20);
    await executor.stop();
    expect((await executor.finished).ledger).toMatchObject({ produced: 10, inFlight: 10, balanced: true });
  });

  it("E2 a worker that was frozen past its locks does its work twice, and each event has one child all the same", async () => {
    const design = designOf(
      { p: evenly(100, 6), q: ["queue", { lockMs: 300, stalledCheckMs: 300, maxStalled: 20 }], first: service(300, { concurrency: 6 }), second: service(5, { concurrency: 2 }), s: SINK },
      ["p > q", "q > first", "first > second", "second > s"],
    );
    const { executor, heard } = await bench.begin(design, { runId: "frozen" });
    const base = keysOf("frozen", "q");
    await until("all six are in service", async () => (await redis.llen(`${base}:active`)) === 6);
    const pid = await workerPid();
    process.kill(pid, "SIGSTOP");
    try {
      const ids = await redis.lrange(`${base}:active`, 0, -1);
      await until("their locks are gone", async () => (await redis.exists(...ids.map((id) => `${base}:${id}:lock`))) === 0);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    const report = await executor.finished;
    const served = spansOf(heard, "first").filter((span) => span.outcome === "done");
    expect(served.length).toBeGreaterThan(6);
    expect(new Set(served.map((span) => span.event)).size).toBe(6);
    expect(spansOf(heard, "second")).toHaveLength(6);
    expect(report.ledger).toMatchObject({ produced: 6, copies: 0, delivered: 6, duplicated: 0, lost: 0, balanced: true });
    expect(report.remembered?.ms).toBeGreaterThan(300);
  });

  it("E2 E4 a worker that is killed between two copies of an event leaves neither twice", async () => {
    const design = designOf(
      {
        p: evenly(50, 8),
        q: ["queue", { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 }],
        c: service(5),
        free: ["queue", { lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 }],
        a: service(5),
        full: ["queue", { maxLength: 1, lockMs: 1000, stalledCheckMs: 500, maxStalled: 20 }],
        b: service(150),
        s: SINK,
        t: SINK,
      },
      ["p > q", "q > c", "c > free", "c > full", "free > a", "full > b", "a > s", "b > t"],
    );
    const { executor, heard } = await bench.begin(design);
    // `full` is: the copy for `free` of the event in the slot has gone through it, the other waits.
    await until("a second copy waits", () => (heard.frames.at(-1)?.nodes.s?.depth ?? 0) >= 3);
    process.kill(await workerPid(), "SIGKILL");
    const report = await executor.finished;
    expect(heard.notices.map(({ code }) => code)).toContain("worker-died");
    expect(report.nodes.q?.stalls).toBeGreaterThan(0);
    expect(report.ledger).toMatchObject({ produced: 8, copies: 8, delivered: 16, duplicated: 0, lost: 0, inFlight: 0, balanced: true });
  });

  it("M4 counts what became of every event with the write that ends it, and with no command of its own", async () => {
    const events = 300;
    const design = designOf({ p: evenly(500, events), q: ["queue", { attempts: 1 }], c: service(1, { concurrency: 4, failureRate: 0.2 }), s: SINK }, ["p > q", "q > c", "c > s"]);
    const monitor = await redis.duplicate().monitor();
    const commands = new Map<string, number>();
    const scripts = new Map<string, number>();
    const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
    monitor.on("monitor", (_time: string, [name = "", script = ""]: string[], source: string) => {
      count(commands, `${source === "lua" ? "script: " : ""}${name.toLowerCase()}`);
      if (source !== "lua" && name.toLowerCase() === "evalsha") count(scripts, script);
    });
    const { report } = await bench.run(design);
    monitor.disconnect();
    expect(report.ledger).toMatchObject({ produced: events, balanced: true });
    expect(report.ledger.delivered + report.ledger.failed).toBe(events);
    expect(report.ledger.failed).toBeGreaterThan(30);
    // One script puts an event into the queue, one ends it and counts it; an idle worker waits and fetches besides.
    expect(commands.get("script: hincrby")).toBeGreaterThanOrEqual(events);
    const often = [...commands].filter(([name, times]) => !name.startsWith("script: ") && times >= events / 2).map(([name]) => name);
    // The end of the run takes its keys away, each by itself: on a cluster they lie in different slots.
    expect(often.filter((name) => name !== "bzpopmin" && name !== "unlink")).toEqual(["evalsha"]);
    // The first call of each sends the script itself. How often an idle worker fetches is BullMQ's own affair.
    const once = [...scripts.values()].filter((times) => times === events || times === events - 1);
    expect(once).toHaveLength(2);
    expect(scripts.size).toBe(3);
  });
});
