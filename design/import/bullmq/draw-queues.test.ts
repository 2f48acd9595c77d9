import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkDesign } from "../../checks/check.ts";
import { formatDesign } from "../../document/format.ts";
import { loadDesign } from "../../document/load.ts";
import { drawQueues, figuresSentence } from "./draw-queues.ts";
import type { FoundQueue, JobSample } from "./found-queue.ts";

const job: JobSample = { state: "completed", attempts: 3, attemptsMade: 1, delayMs: 0, priority: 0, lifo: false, scheduled: false, serviceMs: 20 };
const jobs = (count: number, changes: Partial<JobSample> = {}): JobSample[] => Array.from({ length: count }, () => ({ ...job, ...changes }));

function found(name: string, changes: Partial<FoundQueue> = {}): FoundQueue {
  return {
    prefix: "bull",
    name,
    paused: false,
    counts: { waiting: 0, prioritized: 0, delayed: 0, active: 0, waitingChildren: 0, completed: 0, failed: 0 },
    mostActive: 0,
    rates: { addedPerSecond: 0, donePerSecond: 0, overMs: 1000 },
    workers: 1,
    samples: [],
    schedulers: [],
    schedulerCount: 0,
    ...changes,
  };
}

function drawn(...queues: FoundQueue[]) {
  const { design, notes } = drawQueues({ place: "host:6379", queues, limits: [] });
  const settings = (id: string) => design.nodes.find((node) => node.id === id)?.settings;
  return { design, settings, said: notes.map(({ what }) => what).join("\n"), edges: design.edges.map(({ from, to }) => `${from.node} → ${to.node}`) };
}

describe("a queue that was found", () => {
  test("is drawn with who adds to it, its workers and an end", () => {
    const { design, edges } = drawn(found("mail"));
    expect(design.nodes.map(({ kind }) => kind).toSorted()).toEqual(["consumer", "producer", "queue", "sink"]);
    expect(edges.toSorted()).toEqual(["mail → mail-workers", "mail-producers → mail", "mail-workers → mail-done"]);
    expect(checkDesign(design).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("Q3 Q4 Q6 Q8 gets what most of its jobs have", () => {
    const samples = [...jobs(6, { attempts: 5, backoff: { type: "exponential", delayMs: 500, jitter: 0.5 }, delayMs: 60_000 }), ...jobs(2)];
    const { settings, said } = drawn(found("mail", { samples, rateLimit: { max: 5, durationMs: 1000 } }));
    expect(settings("mail")).toEqual({ attempts: 5, backoff: { type: "exponential", delayMs: 500, jitter: 0.5 }, delayMs: 60_000, rateLimit: { max: 5, durationMs: 1000 } });
    expect(said).toContain("different attempts; 5 is what most of the 8");
  });

  test("without a kept job has BullMQ's own default of one attempt, and says so", () => {
    const { settings, said } = drawn(found("mail"));
    expect(settings("mail")).toEqual({ attempts: 1 });
    expect(said).toContain("BullMQ's defaults");
  });

  test("Q1 Q2 has priorities rather than LIFO where its jobs have both", () => {
    expect(drawn(found("mail", { samples: jobs(3, { lifo: true, priority: 2 }) })).settings("mail")).toEqual({ attempts: 3, backoff: { type: "fixed", delayMs: 0, jitter: 0 }, priorities: true });
    expect(drawn(found("mail", { samples: jobs(3, { lifo: true }) })).settings("mail")).toMatchObject({ order: "lifo" });
  });

  test("C1 C2 has as many replicas as workers, slots by the most active, measured times, and failures from attempts", () => {
    const { settings } = drawn(found("mail", { workers: 2, mostActive: 7, samples: [...jobs(15), ...jobs(5, { attemptsMade: 2 })] }));
    expect(settings("mail-workers")).toMatchObject({ replicas: 2, concurrency: 4, serviceTime: { distribution: "empirical", valuesMs: Array(20).fill(20) }, failureRate: 0.2 });
    expect(drawn(found("mail", { workers: 3, globalConcurrency: 6 })).settings("mail-workers")).toMatchObject({ replicas: 3, concurrency: 2 });
    const few = drawn(found("mail", { samples: jobs(2), workers: null }));
    expect(few.settings("mail-workers")).toMatchObject({ replicas: 1, serviceTime: { distribution: "exponential", meanMs: 20 } });
    expect(few.said).toContain("does not tell its clients");
  });

  test("takes its service time from active jobs and their rate where none is kept (Little's law)", () => {
    const queue = found("mail", { counts: { ...found("").counts, active: 4 }, rates: { addedPerSecond: 10, donePerSecond: 10, overMs: 1000 } });
    expect(drawn(queue).settings("mail-workers")).toMatchObject({ serviceTime: { distribution: "exponential", meanMs: 400 } });
  });

  test.each<[string, Partial<FoundQueue>, number, RegExp]>([
    ["measured", { rates: { addedPerSecond: 41.237, donePerSecond: 0, overMs: 1000 } }, 41.2, /at the measured rate/],
    ["of BullMQ's metrics", { metrics: { donePerSecond: 2.5, minutes: 15 } }, 2.5, /last 15 minutes/],
    ["of the sampled jobs", { rates: { addedPerSecond: 3, donePerSecond: 0, overMs: 1000 }, samples: jobs(11).map((each, index) => ({ ...each, addedAt: 1e12 + index * 500 })) }, 2, /Only 3 jobs were added .* the last 11 completed/],
    ["coarse", { rates: { addedPerSecond: 1, donePerSecond: 0, overMs: 1000 } }, 1, /Only 1 job was added .* coarse/],
    ["guessed", {}, 1, /1\/s is a guess/],
  ])("P1 has a producer of the rate that is %s", (_, changes, ratePerSecond, note) => {
    const { settings, said } = drawn(found("mail", changes));
    expect(settings("mail-producers")).toMatchObject({ arrivals: { ratePerSecond } });
    expect(said).toMatch(note);
  });

  test("P6 has schedules for its job schedulers, and no producer where all its jobs are theirs", () => {
    const schedulers = [{ name: "nightly", cron: "0 3 * * *", timezone: "Europe/Berlin" }, { name: "often", everyMs: 5000 }];
    const { edges, settings, said } = drawn(found("mail", { schedulers, schedulerCount: 7, samples: jobs(3, { scheduled: true }) }));
    expect(edges).toEqual(expect.arrayContaining(["nightly → mail", "often → mail"]));
    expect(settings("often")).toEqual({ everyMs: 5000 });
    expect(settings("mail-producers")).toBeUndefined();
    expect(said).toContain("7 job schedulers add to it; 2 of them are drawn");
  });
});

describe("queues of a flow", () => {
  test("R2 a parent follows its children, through an aggregator of as many as it has", () => {
    const { edges, settings } = drawn(found("encode", { samples: jobs(3, { parentQueue: "bull:publish" }) }), found("publish", { samples: jobs(2, { children: 4 }) }));
    expect(edges).toEqual(expect.arrayContaining(["encode-workers → children-of-publish", "children-of-publish → publish"]));
    expect(settings("children-of-publish")).toEqual({ window: { type: "tumbling", count: 4 } });
    expect(settings("publish-producers")).toBeUndefined();
  });

  test("one child each needs no aggregator; a parent that was not found is told", () => {
    const { edges, said } = drawn(found("encode", { samples: jobs(3, { parentQueue: "bull:publish" }) }), found("publish"), found("lone", { samples: jobs(1, { parentQueue: "app:far" }) }));
    expect(edges).toContain("encode-workers → publish");
    expect(said).toContain("parents in app:far, which was not found");
  });
});

test("queues of one name under two prefixes are told apart", () => {
  const { design } = drawn(found("mail"), found("mail", { prefix: "shop" }));
  expect(design.nodes.flatMap(({ kind, name }) => (kind === "queue" ? [name] : []))).toEqual(["bull:mail", "shop:mail"]);
});

test("its figures in words", () => {
  const counts = { waiting: 12, prioritized: 3, delayed: 1, active: 2, waitingChildren: 0, completed: 0, failed: 4 };
  expect(figuresSentence({ counts, rates: { addedPerSecond: 40, donePerSecond: 2.5, overMs: 1 }, workers: 1, paused: true })).toBe("paused, 15 waiting, 2 active, 1 delayed, 4 failed, 40/s added, 2.5/s done, 1 worker");
});

test("whatever the names and figures, the design can be opened and has no errors", () => {
  const number = fc.integer({ min: 0, max: 1e9 });
  const sample = fc.record({ attempts: fc.integer({ min: 1, max: 1000 }), delayMs: fc.nat(1e9), priority: fc.nat(2_097_151), lifo: fc.boolean(), serviceMs: fc.nat(1e9), scheduled: fc.boolean(), attemptsMade: fc.nat(1000), parentQueue: fc.option(fc.constantFrom("bull:a", "bull:b"), { nil: undefined }), children: fc.option(fc.nat(20_000), { nil: undefined }) });
  const queue = fc.record({ name: fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom("a", "b", "${x}", "1", "ü")), samples: fc.array(sample, { maxLength: 12 }), workers: fc.option(number), mostActive: number, added: number, paused: fc.boolean(), rateLimit: fc.option(fc.record({ max: number, durationMs: number }), { nil: undefined }), schedulers: fc.array(fc.record({ name: fc.string(), everyMs: fc.option(number, { nil: undefined }), cron: fc.option(fc.string(), { nil: undefined }), timezone: fc.option(fc.string(), { nil: undefined }) }), { maxLength: 2 }) });
  fc.assert(
    fc.property(fc.array(queue, { minLength: 1, maxLength: 5 }), (queues) => {
      const made = queues.map(({ samples, added, ...rest }) => found(rest.name, { ...rest, samples: samples.map((changes) => ({ ...job, ...changes }) as JobSample), rates: { addedPerSecond: added, donePerSecond: added, overMs: 1 } }));
      const { design } = drawQueues({ place: "host", queues: made, limits: [] });
      const opened = loadDesign(formatDesign(design));
      expect(opened.ok && checkDesign(opened.design).filter(({ severity }) => severity === "error")).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
