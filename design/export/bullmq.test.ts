import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../tests/support/designs.ts";
import type { Design, Json } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import { code, comment, identifier, literal, remark } from "./bullmq/code.ts";
import { exportTo } from "./registry.ts";

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("bullmq", topologyOf(design), options);
  return {
    text: (path: string) => files.find((file) => file.path === path)?.text ?? "",
    paths: files.map(({ path }) => path),
    lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property),
  };
}

const oneQueue = (settings: Record<string, Json>, more: Record<string, Json> = {}, options = {}) =>
  exported(designOf({ p: ["producer"], q: ["queue", settings], c: ["consumer", more], d: ["deadLetter"] }, ["p > q", "q > c", "q.deadLetter > d"]), options);

describe("BullMQ project", () => {
  it("Q1 Q3 Q4 Q6 say order, attempts, backoff and delay as BullMQ's own options", () => {
    const { text, lost } = oneQueue({ attempts: 5, backoff: { type: "fixed", delayMs: 250, jitter: 0.5 }, order: "lifo" });
    expect(text("src/queues.ts")).toContain("attempts: 5,\n    backoff: { type: \"fixed\", delay: 250, jitter: 0.5 },\n    lifo: true,");
    expect(lost("q")).toEqual(["maxStalled"]);
    expect(oneQueue({ delayMs: 1500.5 }).text("src/queues.ts")).toContain("delay: 1501,");
    expect(oneQueue({ delayMs: 1500.5 }).lost("q")).toContain("delayMs");
  });

  it("Q2 Q5 Q8 Q9 say priorities, locks, rate limit and deduplication", () => {
    const { text } = oneQueue({ priorities: true, lockMs: 9000, stalledCheckMs: 4000, maxStalled: 2, rateLimit: { max: 10, durationMs: 1000 }, deduplicate: { by: "key", windowMs: 60_000 } }, { concurrency: 7, replicas: 3 }, { prefix: "{team}" });
    expect(text("src/queues.ts")).toContain("priority: event.priority");
    expect(text("src/queues.ts")).toContain("event.key ? { deduplication: { id: event.key, ttl: 60000 } } : {}");
    const worker = text("src/workers/c.ts");
    for (const option of ['prefix: "{team}"', "concurrency: 7", "lockDuration: 9000", "stalledInterval: 4000", "maxStalledCount: 2", "limiter: { max: 10, duration: 1000 }", "Array.from({ length: 3 }"]) expect(worker).toContain(option);
  });

  it("Q6 Q7 lose what BullMQ has not, and say so", () => {
    const { lost, text } = oneQueue({ maxLength: 5, ttlMs: 100, deadLetterRoutingKey: "k" });
    expect(lost("q")).toEqual(["maxLength", "overflow", "ttlMs", "deadLetterRoutingKey", "maxStalled"]);
    expect(text("src/workers/c.ts")).toMatch(/ttlMs: 100,\s+expire: deadLetterOfQ/);
  });

  it("G6 send what failed for good over a failed port rather than to the dead letters", () => {
    const { text } = exported(designOf({ p: ["producer"], q: ["queue"], c: ["consumer"], d: ["deadLetter"], s: ["sink"] }, ["p > q", "q > c", "q.deadLetter > d", "c.failed > s"]));
    expect(text("src/workers/c.ts")).toContain("bury: failedOfC");
    expect(text("src/flow.ts")).not.toContain("deadLetterOfQ");
  });

  it("T3 give each consumer group a queue of its own, and lose what a log is", () => {
    const { text, lost } = exported(designOf({ p: ["producer"], t: ["topic"], a: ["consumer", { group: "g" }], b: ["consumer", { group: "g" }], c: ["consumer"] }, ["p > t", "t > a", "t > b", "t > c"]));
    expect(text("src/queues.ts").match(/new Queue</g)).toHaveLength(2);
    expect(text("src/workers/a.ts")).toContain("tGQueue.name");
    expect(text("src/workers/b.ts")).toContain("tGQueue.name");
    expect(lost("t")).toEqual(["partitions"]);
  });

  it("keep a webhook's address out of every file", () => {
    const { text, paths, lost } = exported(designOf({ p: ["producer"], w: ["webhook", { url: "https://example.com/hook?token=s3cret" }] }, ["p > w"]));
    expect(paths.filter((path) => text(path).includes("s3cret"))).toEqual([]);
    expect(text(".env.example")).toContain("WEBHOOK_W_URL=\n");
    expect(lost("w")).toEqual(["url"]);
  });
});

const context = createContext();

/** The value of a program. */
function evaluated(program: string): unknown {
  return runInContext(program, context);
}

describe("source text", () => {
  it("holds every value as itself, whatever is in it", () => {
    // A key that a literal would take for the prototype is a key all the same.
    const value = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), fc.constantFrom({ ["__proto__"]: { x: 1 } }, "${x}", "`", "\u2028", "</script>"));
    fc.assert(
      fc.property(value, (json) => {
        const text = code`${json as Json}`.text;
        expect(JSON.stringify(evaluated(`(${text})`))).toBe(JSON.stringify(json));
      }),
      { numRuns: 40 },
    );
    expect(evaluated(`"x" in ${literal(JSON.parse('{"__proto__": {"x": 1}}') as Json)}`)).toBe(false);
    // In time that does not double with each level.
    const deep = JSON.parse(`${'{"deeper":['.repeat(200)}1${"]}".repeat(200)}`) as Json;
    expect(JSON.stringify(evaluated(`(${literal(deep)})`))).toBe(JSON.stringify(deep));
  });

  it("has comments that nothing ends, and no names but identifiers", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("*/ x", "a\nb", "\u2028x()", "\r")), (text) => {
        expect(evaluated(`${comment(text).text}\n${comment(text, text).text}\n${remark(text).text}\n1`)).toBe(1);
      }),
      { numRuns: 40 },
    );
    for (const name of ["a b", "", "1a", "a;b", "a-b"]) expect(() => identifier(name)).toThrow(/no identifier/);
  });
});
