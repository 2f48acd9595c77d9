import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FlowProducer, Queue, Worker, type ConnectionOptions } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDesign } from "../../design/checks/check.ts";
import { drawQueues } from "../../design/import/bullmq/draw-queues.ts";
import type { FoundQueue, FoundRedis } from "../../design/import/bullmq/found-queue.ts";
import { discoverQueues, type DiscoverOptions, type DiscoverProgress } from "../../engine/redis/discover/discover.ts";
import { startBareRedis, type BareRedis } from "../support/redis-server.ts";
import { spillway } from "../support/spillway.ts";
import { until } from "../support/until.ts";

const OTHER_KEYS = 100_000;
/** Only a reader's rights: whatever else is tried is refused and told in the server's ACL log. */
const READER = ["on", ">p#ss/word", "~*", "-@all", "+@read", "-keys", "+info", "+client|list", "+ping", "+select"];

let redis: BareRedis;
let connection: ConnectionOptions;
const closing: { close(): Promise<void> }[] = [];
let found: FoundRedis;
const heard: DiscoverProgress[] = [];

function discover(changes: Partial<DiscoverOptions> = {}) {
  const url = `redis://reader:${encodeURIComponent("p#ss/word")}@127.0.0.1:${redis.port}`;
  return discoverQueues({ url, prefix: "bull", measureMs: 600, signal: new AbortController().signal, onProgress: (progress) => void heard.push(progress), ...changes });
}

function queueNamed(name: string): FoundQueue {
  return found.queues.find((queue) => queue.name === name)!;
}

beforeAll(async () => {
  redis = await startBareRedis();
  connection = { host: "127.0.0.1", port: redis.port };
  for (let start = 0; start < OTHER_KEYS; start += 10_000) await redis.admin.mset(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`session:${start + index}`, "x"])));
  // Hashes that look like a queue's at first sight.
  await redis.admin.hset("bull:not-a-queue:meta", "owner", "somebody");
  await redis.admin.hset("app:users:meta", "owner", "somebody");
  const queue = (name: string, options: { prefix?: string } = {}): Queue => {
    const made = new Queue(name, { connection, ...options });
    closing.push(made);
    return made;
  };
  const [orders, mail, encode, reports] = [queue("orders"), queue("mail"), queue("encode"), queue("reports")];
  await queue("other", { prefix: "shop:v2" }).add("one", {});
  // One of our own runs on the same server is nobody's design.
  await queue("q", { prefix: "{spillway.run-1.node:a}" }).add("one", {});
  await mail.setGlobalConcurrency(4);
  await mail.setGlobalRateLimit(50, 1000);
  await mail.pause();
  await mail.addBulk(Array.from({ length: 7 }, () => ({ name: "send", data: { secret: "do-not-read" }, opts: { attempts: 5, backoff: { type: "exponential", delay: 2000 }, priority: 3 } })));
  await mail.add("later", {}, { delay: 3_600_000, attempts: 5, backoff: { type: "exponential", delay: 2000 } });
  await reports.upsertJobScheduler("nightly", { pattern: "0 3 * * *", tz: "Europe/Berlin" });
  await orders.addBulk(Array.from({ length: 40 }, () => ({ name: "order", data: {}, opts: { attempts: 3, backoff: 500 } })));
  const failing = new Set(["3", "4", "5", "6"]);
  const takeOrder = async (job: { id?: string; attemptsMade: number }): Promise<void> => {
    await new Promise((done) => setTimeout(done, 10));
    if (job.attemptsMade === 0 && failing.has(job.id ?? "")) throw new Error("Try again.");
  };
  closing.unshift(new Worker("orders", takeOrder, { connection, name: "a" }), new Worker("orders", takeOrder, { connection, concurrency: 2 }));
  const flows = new FlowProducer({ connection });
  closing.unshift(flows);
  for (let film = 0; film < 5; film++) await flows.add({ name: "publish", queueName: "publish", children: Array.from({ length: 3 }, (_, part) => ({ name: "part", queueName: "encode", data: { part } })) });
  await until("all is done", async () => (await orders.getCompletedCount()) === 40 && (await encode.getWaitingCount()) === 15);
  await redis.admin.call("ACL", "SETUSER", "reader", ...READER);
  // Jobs that come while it is looked at.
  const adding = setInterval(() => void orders.add("order", {}, { attempts: 3, backoff: 500 }), 20);
  const discovered = await discover();
  clearInterval(adding);
  discovered.close();
  found = discovered.found;
});

afterAll(async () => {
  await Promise.all(closing.map((each) => each.close()));
  await redis.close();
});

describe("discovering queues", () => {
  it("finds BullMQ's own and no others, with what lies in them", () => {
    expect(found.queues.map(({ name }) => name)).toEqual(["encode", "mail", "orders", "publish", "reports"]);
    expect(queueNamed("mail")).toMatchObject({ paused: true, globalConcurrency: 4, rateLimit: { max: 50, durationMs: 1000 }, counts: { prioritized: 7, delayed: 1 }, version: expect.stringMatching(/^bullmq:\d/) });
    expect(queueNamed("encode").counts).toMatchObject({ waiting: 15, active: 0 });
    expect(queueNamed("publish").counts).toMatchObject({ waitingChildren: 5 });
    expect(queueNamed("reports")).toMatchObject({ schedulerCount: 1, schedulers: [{ name: "nightly", cron: "0 3 * * *", timezone: "Europe/Berlin" }] });
    expect(found.limits).toEqual(["There are queues under other prefixes: shop:v2."]);
  });

  it("counts the workers that are connected, and measures what comes and goes", () => {
    expect(queueNamed("orders").workers).toBe(2);
    expect(queueNamed("mail").workers).toBe(0);
    const { addedPerSecond, donePerSecond, overMs } = queueNamed("orders").rates;
    expect(overMs).toBeGreaterThanOrEqual(600);
    expect(addedPerSecond).toBeGreaterThan(2);
    expect(addedPerSecond).toBeLessThanOrEqual(55);
    expect(donePerSecond).toBeGreaterThan(0);
    expect(queueNamed("encode").rates).toMatchObject({ addedPerSecond: 0, donePerSecond: 0 });
  });

  it("samples jobs without their data: attempts, backoff, times, parents", () => {
    const done = queueNamed("orders").samples.filter(({ state }) => state === "completed");
    expect(done.length).toBe(30);
    expect(done.every(({ attempts, backoff, serviceMs = -1 }) => attempts === 3 && backoff?.type === "fixed" && backoff.delayMs === 500 && serviceMs >= 9)).toBe(true);
    expect(queueNamed("encode").samples.every(({ parentQueue }) => parentQueue === "bull:publish")).toBe(true);
    expect(queueNamed("publish").samples.map(({ children }) => children)).toEqual([3, 3, 3, 3, 3]);
    expect(JSON.stringify(found)).not.toContain("do-not-read");
  });

  it("tries nothing but reading: its user may do no more, and the server logged no refusal", async () => {
    expect(await redis.admin.call("ACL", "LOG")).toEqual([]);
    await redis.admin.config("RESETSTAT");
    const idle = await discover({ prefix: "shop:v2", measureMs: 1 });
    await idle.look();
    idle.close();
    expect(idle.found.queues.map(({ name }) => name)).toEqual(["other"]);
    const stats = await redis.admin.info("commandstats");
    const counted = new Map([...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)].map(([, name = "", calls]) => [name, Number(calls)]));
    expect(counted.get("scan")).toBeGreaterThanOrEqual(OTHER_KEYS / 600);
    expect(counted.has("keys")).toBe(false);
    expect(await redis.admin.call("ACL", "LOG")).toEqual([]);
  });

  it("asks nothing that takes long, and is done in time, among 100,000 other keys", async () => {
    // The slow log has wall time: on a busy machine a command waits for the processor too.
    await redis.admin.config("SET", "slowlog-log-slower-than", "50000");
    await redis.admin.slowlog("RESET");
    await redis.admin.config("RESETSTAT");
    const begunAt = performance.now();
    (await discover({ measureMs: 1 })).close();
    expect(performance.now() - begunAt).toBeLessThan(30_000);
    expect(await redis.admin.slowlog("GET", "10")).toEqual([]);
    const scans = /^cmdstat_scan:calls=(\d+),usec=\d+,usec_per_call=([\d.]+)/m.exec(await redis.admin.info("commandstats"));
    expect(Number(scans?.[1])).toBeGreaterThanOrEqual(OTHER_KEYS / 600);
    expect(Number(scans?.[2])).toBeLessThan(5000);
  });

  it("tells how far it is, and ends where it is told to", async () => {
    expect(heard.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["scanning", "reading", "measuring"]));
    expect(Math.max(...heard.map(({ keys }) => keys))).toBeGreaterThanOrEqual(OTHER_KEYS);
    const stopping = new AbortController();
    const given: number[] = [];
    const ended = discover({ signal: stopping.signal, onProgress: ({ keys }) => given.push(keys) && keys > 5000 && stopping.abort() });
    await expect(ended).rejects.toMatchObject({ name: "AbortError" });
    expect(given.at(-1)).toBeLessThan(OTHER_KEYS / 2);
    const limited = await discover({ limits: { keys: 50_000 }, prefix: "bull", measureMs: 1 }).catch((error: Error) => error);
    if (!(limited instanceof Error)) {
      limited.close();
      expect(limited.found.limits.join()).toContain("Only the first 50,000 keys");
    }
  });

  it("says where queues are when there are none, and why it cannot look, never with the password", async () => {
    await expect(discover({ prefix: "none" })).rejects.toMatchObject({ code: "import-refused", message: expect.stringMatching(/No BullMQ queue was found at 127\.0\.0\.1:\d+ under the prefix none\. There are queues under: .*bull/) });
    await expect(discover({ url: `redis://reader:hunter2@127.0.0.1:${redis.port}` })).rejects.toMatchObject({ code: "redis-refused", message: expect.not.stringContaining("hunter2") });
    // A # that is not escaped ends the address: what stands before it must not be taken for the host and told.
    await expect(discover({ url: "redis://reader:12#secret@127.0.0.1:1" })).rejects.toMatchObject({ code: "wrong-use", message: expect.not.stringMatching(/secret|12/) });
  });

  it("is a command that shows a table, writes the design once, and never the password", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spillway-discover-"));
    const out = join(folder, "found.spillway.json");
    const url = `redis://reader:${encodeURIComponent("p#ss/word")}@127.0.0.1:${redis.port}`;
    const first = await spillway("discover", "--redis", url, "--for", "10ms", "--out", out);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/Queue +waiting +active +delayed +failed +added +done +workers\n(.*\n)* {2}bull:mail \(paused\) +7 +0 +1 /);
    expect(first.notes).toContain("note     bull:mail: It is paused.");
    expect(`${first.out}${first.notes}${readFileSync(out, "utf8")}`).not.toMatch(/p#ss|p%23ss/);
    const second = await spillway("discover", "--redis", url, "--for", "10ms", "--out", out);
    expect(second).toMatchObject({ code: 2, notes: expect.stringContaining("is there already") });
    rmSync(folder, { recursive: true });
  });

  it("draws a design that runs, with what it guessed in the notes", () => {
    const { design, notes } = drawQueues(found);
    expect(checkDesign(design).filter(({ severity }) => severity === "error")).toEqual([]);
    const node = (name: string) => design.nodes.find((each) => (each.name ?? each.id) === name);
    expect(node("orders")?.settings).toMatchObject({ attempts: 3, backoff: { type: "fixed", delayMs: 500 } });
    expect(node("mail")?.settings).toMatchObject({ attempts: 5, backoff: { type: "exponential", delayMs: 2000 }, priorities: true, rateLimit: { max: 50, durationMs: 1000 } });
    expect(node("orders workers")?.settings).toMatchObject({ replicas: 2, serviceTime: { distribution: "empirical" }, failureRate: expect.any(Number) });
    expect(node("nightly")).toMatchObject({ kind: "schedule", settings: { cron: "0 3 * * *", timezone: "Europe/Berlin" } });
    expect(node("Children of publish")).toMatchObject({ kind: "aggregator", settings: { window: { count: 3 } } });
    const edges = design.edges.map(({ from, to }) => `${from.node} ${to.node}`);
    expect(edges).toEqual(expect.arrayContaining(["encode-workers children-of-publish", "children-of-publish publish"]));
    expect(node("publish producers")).toBeUndefined();
    expect(notes.some(({ place, what }) => place === "bull:mail" && what.includes("No worker is connected"))).toBe(true);
  });
});
