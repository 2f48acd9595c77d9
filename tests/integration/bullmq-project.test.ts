import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Queue } from "bullmq";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { exportTo } from "../../design/export/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { findRedisBinary } from "../../engine/redis/embedded/find-binary.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { examples, HOSTILE_NAMES } from "../support/examples.ts";
import { linkPackages, writeProject } from "../support/export-projects.ts";
import { until } from "../support/until.ts";

const run = promisify(execFile);
const TSC = join(import.meta.dirname, "..", "..", "node_modules", "typescript", "bin", "tsc");

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spillway-bullmq-"));
  await linkPackages(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const filesOf = (design: Design, options = {}) => exportTo("bullmq", topologyOf(design), options).files;

const share = fc.constantFrom(0, 0.1, 0.5);
const some = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });

/** Designs with every setting of queues and consumers that BullMQ has a word for, in combinations that nobody drew. */
const generated: fc.Arbitrary<Design> = fc
  .record({
    queue: fc.record({
      attempts: fc.integer({ min: 1, max: 9 }),
      backoff: fc.record({ type: fc.constantFrom("fixed", "exponential"), delayMs: fc.constantFrom(0, 0.5, 100), jitter: share }),
      priorities: fc.boolean(),
      delayMs: fc.constantFrom(0, 10.5),
      ttlMs: some(fc.integer({ min: 1, max: 1e6 })),
      maxLength: some(fc.integer({ min: 1, max: 9 })),
      rateLimit: some(fc.record({ max: fc.integer({ min: 1, max: 99 }), durationMs: fc.constantFrom(1, 999.9) })),
      deduplicate: some(fc.record({ by: fc.constantFrom("id", "key"), windowMs: fc.integer({ min: 1, max: 9999 }) })),
    }),
    consumer: fc.record({ replicas: fc.integer({ min: 1, max: 3 }), concurrency: fc.integer({ min: 1, max: 9 }), emits: fc.integer({ min: 0, max: 3 }), idempotent: fc.boolean(), failureRate: share, timeoutMs: some(fc.integer({ min: 1, max: 99 })) }),
    producer: fc.record({ payload: some(fc.jsonValue()), key: fc.constantFrom({ mode: "none" }, { mode: "zipf", count: 5 }, { mode: "expression", expression: "string(event.data)" }), priority: some(fc.constantFrom(3, [{ priority: 1, weight: 2 }])) }),
    exchange: fc.constantFrom("direct", "fanout", "topic", "headers"),
    stage: fc.constantFrom("delay", "throttle", "debounce", "deduplicate", "aggregator"),
  })
  .map(({ queue, consumer, producer, exchange, stage }) => {
    const plain = (value: unknown): Record<string, Json> => JSON.parse(JSON.stringify(value)) as Record<string, Json>;
    return designOf(
      { p: ["producer", plain(producer)], q: ["queue", plain(queue)], c: ["consumer", plain(consumer)], x: ["exchange", { type: exchange }], y: [stage], f: SINK, d: DEAD_LETTER },
      ["p > q", "q > c", "c > x", ["x > y", exchange === "headers" ? { headers: { a: 1 } } : exchange === "fanout" ? {} : { bindingKey: "a.*" }], "y > f", "q.deadLetter > d", "d.redrive > q", "c.failed > f"],
    );
  });

describe("a BullMQ project", () => {
  it("type-checks against BullMQ's own types for every example, whatever its nodes are called", async () => {
    const called = fc.sample(fc.array(fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: "binary", maxLength: 60 })), { minLength: 25, maxLength: 25 }), { numRuns: examples().length, seed: 1 });
    for (const [n, { design }] of examples().entries()) {
      await writeProject(join(folder, "all", `example-${n}`), filesOf(design));
      const names = called[n] ?? [];
      const hostile = { ...design, name: names[0] ?? "", nodes: design.nodes.map((node, index) => ({ ...node, name: names[index % names.length] ?? "", notes: names[1] ?? "" })) };
      await writeProject(join(folder, "all", `hostile-${n}`), filesOf(hostile, { prefix: "{a}" }));
    }
    for (const [n, design] of fc.sample(generated, { numRuns: 25, seed: 2 }).entries()) await writeProject(join(folder, "all", `generated-${n}`), filesOf(design));
    const { compilerOptions } = JSON.parse(await readFile(join(folder, "all", "example-0", "tsconfig.json"), "utf8")) as { compilerOptions: Record<string, unknown> };
    const { rootDir: _, outDir: __, ...options } = compilerOptions;
    await writeFile(join(folder, "all", "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(folder, "all", "tsconfig.json"), JSON.stringify({ compilerOptions: { ...options, noEmit: true, noUnusedLocals: true }, include: ["*/src"] }));
    const { stdout } = await run(process.execPath, [TSC, "-p", join(folder, "all"), "--listFiles"]).catch((error: { stdout: string }) => ({ stdout: error.stdout }));
    expect(stdout.split("\n").filter((line) => line.includes("error TS")).slice(0, 20)).toEqual([]);
    expect(stdout.split("\n").filter((line) => line.endsWith("/src/main.ts"))).toHaveLength(2 * examples().length + 25);
  });

  it("needs the versions that Spillway runs on", async () => {
    const own = JSON.parse(await readFile(join(import.meta.dirname, "..", "..", "package.json"), "utf8")) as Record<string, Record<string, string>>;
    const installed: Record<string, string> = { ...own["dependencies"], ...own["devDependencies"] };
    const project = JSON.parse(filesOf(routed()).find(({ path }) => path === "package.json")!.text) as Record<string, Record<string, string>>;
    const needed = { ...project["dependencies"], ...project["devDependencies"] };
    expect(Object.keys(needed)).toEqual(["bullmq", "ioredis", "@marcbachmann/cel-js", "typescript", "@types/node"]);
    for (const [name, version] of Object.entries(needed)) expect(version).toBe(installed[name]);
  });
});

/** Everything that is decided on the way, retries and dead letters; two thirds of 60 go to the exchange, a third to be split in two. */
function routed(): Design {
  return designOf(
    {
      p: evenly(400, 60, { payload: { n: "{{seq}}", items: ["{{int 1 6}}", "{{pick a b}}"] }, eventType: "order.new", key: { mode: "uniform", count: 5 }, headers: { region: "eu" } }),
      r: ["router", { rules: [{ port: "few", when: "event.data.n % 3 == 0" }] }],
      s: ["splitter", { expression: "event.data.items" }],
      t: ["transform", { expression: '{"twice": event.data.n * 2, "id": event.id}' }],
      x: ["exchange", { type: "topic", routingKey: "event.type" }],
      a: ["queue", { attempts: 3, backoff: { type: "fixed", delayMs: 5 }, rateLimit: { max: 1000, durationMs: 100 } }],
      b: ["queue", { attempts: 2, backoff: { type: "exponential", delayMs: 5, jitter: 0.5 }, priorities: true }],
      wa: service(1, { concurrency: 8, replicas: 2 }),
      wb: service(1, { failureRate: 1, concurrency: 8 }),
      wait: ["delay", { delayMs: 20 }],
      f: ["filter", { when: "event.data.twice > 0.0" }],
      ok: SINK,
      parts: SINK,
      dead: DEAD_LETTER,
    },
    ["p > r", "r.few > s", "s > parts", "r.default > t", "t > x", ["x > a", { bindingKey: "order.*" }], ["x > b", { bindingKey: "#.new" }], "a > wa", "wa > wait", "wait > f", "f > ok", "b > wb", "b.deadLetter > dead", "dead.redrive > b"],
    { name: "Routed" },
  );
}

describe("a BullMQ project that runs on a real Redis", () => {
  let server: ChildProcess;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const { path } = await findRedisBinary();
    server = spawn(path, ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], { stdio: "ignore" });
    const redis = new Redis({ port, retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on("error", () => {});
    await redis.ping();
    redis.disconnect();
  });
  afterAll(() => new Promise((resolve) => server.once("exit", resolve) && server.kill()));

  it("Q3 E2 delivers what it was given, retries what fails, keeps dead letters, and ends when it is told to", async () => {
    const project = join(folder, "routed");
    await writeProject(project, filesOf(routed()));
    await run(process.execPath, [TSC, "-p", project]);
    const url = `redis://127.0.0.1:${port}`;
    const program = spawn(process.execPath, [join(project, "dist", "main.js")], { env: { ...process.env, REDIS_URL: url, SERVICES: "" }, stdio: ["ignore", "pipe", "pipe"] });
    let heard = "";
    let said = "";
    program.stdout.on("data", (data: Buffer) => (heard += data.toString()));
    program.stderr.on("data", (data: Buffer) => (said += data.toString()));
    const ended = new Promise<number | null>((resolve) => program.once("exit", resolve));
    const dead = new Queue("dead", { connection: { port } });
    const delivered = (place: string): number => heard.split("\n").filter((line) => line.includes(`"delivered","place":"${place}"`)).length;

    await until("everything has arrived", async () => delivered("parts") === 40 && delivered("ok") === 40 && (await dead.getWaitingCount()) === 40, 20_000);
    const counts = await Promise.all(["a", "b", "wait"].map(async (name) => {
      const queue = new Queue(name, { connection: { port } });
      await until(`${name} is empty`, async () => (await queue.getActiveCount()) === 0);
      const found = await queue.getJobCounts("completed", "failed", "wait", "delayed", "prioritized");
      const [failed] = await queue.getFailed(0, 0);
      await queue.close();
      return { ...found, attempts: failed?.attemptsMade };
    }));
    const [letter] = await dead.getWaiting(0, 0);
    program.kill("SIGTERM");
    expect(await ended, said).toBe(0);
    // Nobody works any more: what is sent back stays where it came from.
    const redriven = await run(process.execPath, [join(project, "dist", "redrive.js"), "dead"], { env: { ...process.env, REDIS_URL: url } });
    const b = new Queue("b", { connection: { port } });
    expect([redriven.stdout, await dead.getWaitingCount(), await b.getWaitingCount()]).toEqual(["dead: 40 events sent back.\n", 0, 40]);
    await Promise.all([b.close(), dead.close()]);
    expect(counts).toEqual([
      { completed: 40, failed: 0, wait: 0, delayed: 0, prioritized: 0, attempts: undefined },
      { completed: 0, failed: 40, wait: 0, delayed: 0, prioritized: 0, attempts: 2 },
      { completed: 40, failed: 0, wait: 0, delayed: 0, prioritized: 0, attempts: undefined },
    ]);
    expect(letter?.data).toMatchObject({ type: "order.new", headers: { region: "eu" }, data: { twice: expect.any(Number) } });
    expect(said.trim()).toBe("Started p, wa, wb, wait.");
  });
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
