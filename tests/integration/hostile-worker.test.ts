import { spawn } from "node:child_process";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinRun } from "../../engine/live/remote/join-run.ts";
import { Seal } from "../../engine/live/remote/seal.ts";
import { HOST_ADDRESS, mailboxKey } from "../../engine/redis/keys.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
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

const ID = "0123456789abcdef";
/** Of who knows the token and says what no worker says. */
const FAULTY = [
  "not json",
  { type: "measured" },
  { type: "measured", metrics: { places: [{ place: 99 }], edges: [], samples: [] }, places: [], sources: [], stuck: 0, process: { name: "x", pid: 1, cpuPercent: 0, memoryMb: 0, loopDelayMs: 0 } },
  { type: "measured", metrics: { places: [], edges: [1, 2], samples: [] }, places: [[0, { depth: -1, inFlight: 0, capacity: 0 }]], sources: [], stuck: 0, process: { name: "x", pid: 1, cpuPercent: 0, memoryMb: 0, loopDelayMs: 0 } },
  { type: "endpoints", port: 1, endpoints: [] },
  { type: "group-join", group: "c", member: "m", joining: { topics: ["nowhere"], sessionTimeoutMs: 1 } },
  { type: "ready", pid: "x" },
  { type: "__proto__" },
  null,
];

function slow() {
  // Whoever leaves may take an event along: it is delivered again as soon as its lock has run out.
  return designOf({ p: evenly(100, 250), q: ["queue", { lockMs: 500, stalledCheckMs: 200, maxStalled: 5 }], c: service(2), s: SINK }, ["p > q", "q > c", "c > s"]);
}

describe("a hostile worker", () => {
  it("is let in by the run's token alone, and told why not; the token itself is never in Redis", async () => {
    const { executor, heard } = await bench.begin(slow());
    const joining = bench.joining(executor);
    let seen = "";
    const monitor = spawn("redis-cli", ["-s", bench.redis.url, "MONITOR"], { stdio: ["ignore", "pipe", "ignore"] });
    monitor.stdout.on("data", (text: Buffer) => void (seen += text.toString()));
    await until("it is watched what Redis is told", () => seen.includes("mail.host"));
    await expect(joinRun({ ...joining, token: `${joining.token}!` })).rejects.toMatchObject({ code: "unauthorized", message: expect.stringContaining("token") as string });
    const leaving = new AbortController();
    const joined = joinRun({ ...joining, signal: leaving.signal });
    await until("the right one is in", () => heard.notices.some(({ code }) => code === "worker-joined"));
    leaving.abort();
    await joined;
    const { ledger } = await executor.finished;
    monitor.kill();
    expect(ledger).toMatchObject({ produced: 250, delivered: 250, balanced: true });
    expect(heard.notices.find(({ code }) => code === "remote-message")?.message).toMatch(/does not know the run's token/);
    expect(seen).not.toContain(joining.token);
  });

  it("that writes what no worker says is heard out and dropped: with the token or without, the run goes on", async () => {
    const { executor, heard } = await bench.begin(slow());
    const { runId, token } = bench.joining(executor);
    const key = mailboxKey(runId, HOST_ADDRESS);
    const seal = new Seal(token);
    const say = (n: number, body: unknown): Promise<number> => redis.rpush(key, JSON.stringify(seal.close("to-host", { worker: ID, n, ack: 0, body: typeof body === "string" ? body : JSON.stringify(body) })));
    await redis.rpush(key, "{", "null", "[]", '{"worker":"x"}', JSON.stringify({ worker: ID, n: 1, ack: 0, body: "{}", mac: "A".repeat(43) }), JSON.stringify({ worker: ID, n: 1, ack: 0, body: "{}", mac: "é" }));
    await say(1, { type: "join", name: "mallory", pid: 1 });
    await until("it is in", () => heard.notices.some(({ message }) => message.includes("mallory joined")));
    for (const [index, body] of FAULTY.entries()) await say(index + 2, body);
    // Its own failure is its own end, not the run's; and whoever was here does not come in again with what it said then.
    await say(FAULTY.length + 2, { type: "failed", message: "I say so" });
    await until("it is gone", () => heard.notices.some(({ message }) => message.includes("mallory is gone (I say so)")));
    await say(1, { type: "join", name: "mallory", pid: 1 });
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ produced: 250, delivered: 250, balanced: true, lost: 0, duplicated: 0 });
    expect(heard.notices.filter(({ code }) => code === "worker-joined")).toHaveLength(1);
    expect(heard.notices.filter(({ code }) => code === "remote-message").length).toBeGreaterThan(0);
  });

  it("that writes to the process of a zone what is no call changes nothing", async () => {
    const design = designOf({ p: evenly(50, 60), c: service(1), db: ["database", { pool: 2, readTime: { distribution: "constant", meanMs: 1 } }], s: SINK }, ["p > c", "c.call > db.call", "c > s"], { zones: [{ id: "z1", name: "One" }, { id: "z2", name: "Two" }] });
    const { executor, heard } = await bench.begin({ ...design, nodes: design.nodes.map((node) => ({ ...node, ...{ c: { zone: "z1" }, db: { zone: "z2" } }[node.id] })) });
    await redis.rpush(mailboxKey(executor.state().runId, "z2"), "{", "7", '{"type":"ask","node":"nowhere"}', '{"type":"ask","process":"p","id":1,"from":"x","node":"s","event":{},"operation":"read","life":1,"over":[],"atMs":0}', '{"type":"answer"}');
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ produced: 60, delivered: 60, balanced: true });
    expect(heard.notices.map(({ code }) => code)).not.toContain("worker-died");
  });
});
