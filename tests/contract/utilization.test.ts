import { beforeAll, describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { lateness } from "./lateness.ts";
import { Outcome } from "./outcome.ts";
import { besideEachOther } from "./scenarios.ts";

const [predicted, live] = bothExecutors();
/** How long producers produce, ms: what comes after that is the same small part of both. */
const FOR_MS = 6000;
const MOST_RUNS = 3;
/** Processes that are later than this on average do not make up for it (rule C1). */
const LATE_MS = 25;
/** How far utilisation may differ, and mean service, ms: both follow from when holds were meant to begin and end. */
const SHARE_APART = 0.03;
const SERVICE_APART_MS = 2;

const poisson = (ratePerSecond: number) => ["producer", { arrivals: { process: "poisson", ratePerSecond } }] as const;
const exponential = (meanMs: number, more: Record<string, Json> = {}) => ["consumer", { serviceTime: { distribution: "exponential", meanMs }, ...more }] as const;

/** Designs whose nodes are busy for half to four fifths of the time. */
const CASES: readonly { title: string; nodes: readonly string[]; design: Design }[] = [
  { title: "short services", nodes: ["c"], design: designOf({ p: poisson(50), c: service(14), s: SINK }, ["p > c", "c > s"]) },
  { title: "services in several slots", nodes: ["c"], design: designOf({ p: poisson(40), c: exponential(60, { replicas: 2, concurrency: 2 }), s: SINK }, ["p > c", "c > s"]) },
  {
    title: "attempts that fail",
    nodes: ["c"],
    design: designOf({ p: poisson(30), q: ["queue", { attempts: 2 }], c: exponential(15, { failureRate: 0.3 }), s: SINK, d: DEAD_LETTER }, ["p > q", "q > c", "c > s", "q.deadLetter > d"]),
  },
  { title: "services one after the other", nodes: ["a", "b"], design: designOf({ p: poisson(40), a: service(18), b: exponential(16), s: SINK }, ["p > a", "a > b", "b > s"]) },
  {
    title: "calls, and what is called",
    nodes: ["c", "db"],
    design: designOf({ p: poisson(30), c: service(5), db: ["database", { readTime: { distribution: "constant", meanMs: 18 }, pool: 1 }], s: SINK }, ["p > c", "c.call > db.call", "c > s"]),
  },
  {
    title: "slots that a full queue holds back",
    nodes: ["last"],
    design: designOf({ p: poisson(12), c: service(40), full: ["queue", { maxLength: 1 }], last: service(60), s: SINK }, ["p > c", "c > full", "full > last", "last > s"]),
  },
  { title: "a topic", nodes: ["c"], design: designOf({ p: poisson(40), t: ["topic", { partitions: 4, unkeyed: "round-robin" }], c: exponential(60, { replicas: 4 }), s: SINK }, ["p > t", "t > c", "c > s"]) },
];

describe("C1 F4 utilisation is measured as it is forecast: within 3 points, mean service within 2 ms", () => {
  let keepsUp = false;
  const sides: Record<"forecast" | "live", Outcome[]> = { forecast: [], live: [] };
  beforeAll(async () => {
    const design = besideEachOther(CASES.map((each) => each.design));
    const forecast = await predicted.run(design, { forMs: FOR_MS });
    let measured = await live.run(design, { forMs: FOR_MS });
    for (let run = 1; run < MOST_RUNS && lateness(measured) > LATE_MS; run++) measured = await live.run(design, { forMs: FOR_MS });
    keepsUp = lateness(measured) <= LATE_MS;
    sides.forecast = CASES.map((_, index) => new Outcome(forecast, `s${index}_`));
    sides.live = CASES.map((_, index) => new Outcome(measured, `s${index}_`));
  }, 90_000);

  it.for(CASES.map(({ title, nodes }, index) => ({ title, nodes, index })))("$title", ({ nodes, index }, context) => {
    if (!keepsUp) context.skip("The machine had other work.");
    for (const id of nodes) {
      const [wanted, found] = [sides.forecast[index]!.node(id), sides.live[index]!.node(id)];
      expect(wanted.utilization, id).toBeGreaterThan(0.4);
      expect(wanted.utilization, id).toBeLessThan(0.85);
      expect(Math.abs(found.utilization - wanted.utilization), `${id}: ${found.utilization} instead of ${wanted.utilization}`).toBeLessThan(SHARE_APART);
      expect(Math.abs(found.serviceMs.mean - wanted.serviceMs.mean), `${id}: served in ${found.serviceMs.mean} instead of ${wanted.serviceMs.mean} ms`).toBeLessThan(SERVICE_APART_MS);
    }
  });
});
