import { expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast } from "../support/run.ts";
import { until } from "../support/until.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Two groups, one of which is slow and fails; backoffs, so that waits lie in the partitions. */
function busy(more: Record<string, Json> = {}): Design {
  return designOf(
    { p: evenly(60, 60, { key: { mode: "uniform", count: 12 } }), t: ["topic"], a: service(40, { concurrency: 3, failureRate: 0.2, ...more }), b: service(5), s: SINK },
    ["p > t", ["t > a", { attempts: 3, backoffMs: 100 }], "t > b", "a > s", "b > s"],
    { seed: 3 },
  );
}

/** What each attempt at a node led to, in an order that does not depend on time. */
function fates(samples: readonly Sample[], node: string): string[] {
  return samples.flatMap((sample) => (sample.type === "span" && sample.node === node ? [`${sample.event} #${sample.attempt} ${sample.outcome}`] : [])).toSorted();
}

onEachSide(sides, "control of topics", ({ begin }) => {
  it("V1 E4 T4 at a pause nothing is read and the books close; then the groups go on where they were", async () => {
    const { executor, heard } = await begin(busy());
    await until("half of it is produced", () => executor.state().atMs > 500);
    await executor.pause();
    const paused = heard.frames.at(-1)!;
    expect(paused.ledger).toMatchObject({ balanced: true, unsettled: 0, lost: 0, duplicated: 0 });
    expect(paused.ledger.inFlight).toBe(Object.values(paused.nodes.t?.lag ?? {}).flat().reduce((sum, n) => sum + n, 0));
    const seen = heard.samples.length;
    await pauseFor(400);
    expect(heard.samples).toHaveLength(seen);
    await executor.resume();
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "drained", ledger: { produced: 60, copies: 60, balanced: true, inFlight: 0, lost: 0, duplicated: 0 } });
    const plain = await forecast(busy());
    for (const node of ["a", "b"]) expect(fates(heard.samples, node)).toEqual(fates(plain.samples, node));
    expect(report.ledger.delivered).toBe(plain.report.ledger.delivered);
  });

  it("V2 T5 a session times out in design time, whatever the speed", async () => {
    const design = busy({ replicas: 6, concurrency: 1, failureRate: 0, crashRate: 0.03, sessionTimeoutMs: 800 });
    const { executor, heard } = await begin(design, { speed: 0.8 });
    await until("some is produced", () => executor.state().atMs > 300);
    await executor.setSpeed(1.5);
    const report = await executor.finished;
    const plain = await forecast(design);
    expect(fates(plain.samples, "a").some((fate) => fate.endsWith("crashed"))).toBe(true);
    expect(fates(heard.samples, "a")).toEqual(fates(plain.samples, "a"));
    expect(report.ledger).toMatchObject({ balanced: true, inFlight: 0, lost: 0, duplicated: 0 });
    for (const span of heard.samples) {
      if (span.type !== "span" || span.node !== "a" || span.outcome !== "crashed") continue;
      const again = heard.samples.find((other) => other.type === "span" && other.node === "a" && other.event === span.event && other.attempt === span.attempt + 1);
      expect(again?.type === "span" && again.startMs - span.startMs - span.serviceMs).toBeGreaterThan(780);
    }
  });

  it("V1 a step lets the next event of a topic be done", async () => {
    const { executor, heard } = await begin(designOf({ p: evenly(50, 2), t: ["topic"], c: service(300), s: SINK }, ["p > t", "t > c", "c > s"]), { paused: true });
    for (let step = 0; step < 8 && (heard.frames.at(-1)?.ledger.delivered ?? 0) === 0; step++) await executor.step();
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ produced: 2, delivered: 1, inFlight: 1, balanced: true });
    expect(Math.abs(executor.state().atMs - 320)).toBeLessThan(1);
    await executor.resume();
    expect((await executor.finished).ledger).toMatchObject({ delivered: 2, balanced: true });
  });

  it("T7 E4 brokers die and come back at once when that is asked for; the books close while events are refused", async () => {
    const { executor, heard } = await begin(designOf({ p: evenly(100, 200), t: ["topic"], c: service(1), s: SINK }, ["p > t", "t > c", "c > s"]));
    const produced = (): number => heard.frames.at(-1)?.ledger.produced ?? 0;
    await until("some is produced", () => produced() > 10);
    for (const broker of [0, 1]) await executor.setBroker({ topic: "t", broker, isDown: true });
    await expect(executor.setBroker({ topic: "t", broker: 3, isDown: true })).rejects.toMatchObject({ code: "wrong-use" });
    await expect(executor.setBroker({ topic: "c", broker: 0, isDown: true })).rejects.toMatchObject({ code: "wrong-use" });
    expect(heard.notices.map(({ code }) => code)).toEqual(["broker-down", "broker-down"]);
    await until("the producer waits", () => heard.frames.at(-1)?.ledger.inFlight === 1 && heard.frames.at(-1)?.nodes.p?.outPerSecond === 0);
    await executor.pause();
    const paused = heard.frames.at(-1)!.ledger;
    expect(paused).toMatchObject({ balanced: true, unsettled: 0, inFlight: 1, lost: 0, duplicated: 0 });
    expect(paused.produced).toBeLessThan(200);
    await executor.resume();
    await executor.setBroker({ topic: "t", broker: 1, isDown: false });
    expect((await executor.finished).ledger).toMatchObject({ produced: 200, delivered: 200, dropped: {}, balanced: true, lost: 0, duplicated: 0 });
  });

  it("T5 C4 E2 E4 what a full queue keeps back when its replica dies is delivered again; it is counted once, idempotent or not, and so are its children", async () => {
    // B is in partition 0 and D in 1, which the first of two replicas reads. While a B is kept back, because nobody takes anything out
    // of the queues for 900 ms, it crashes at a D; the other replica has nothing in hand.
    const reading = { replicas: 2, concurrency: 2, crashRate: 0.2, sessionTimeoutMs: 150 };
    const slow = service(1, { coldStartMs: 900 });
    const full = ["queue", { maxLength: 1 }] as const;
    const design = designOf(
      {
        p: evenly(50, 8, { payload: { n: "{{seq}}" }, key: { mode: "expression", expression: 'int(event.data.n) % 2 == 0 ? "B" : "D"' } }),
        t: ["topic", { partitions: 4 }],
        a: service(5, reading),
        q: full,
        b: slow,
        i: service(5, { ...reading, idempotent: true }),
        r: full,
        d: slow,
        s: SINK,
      },
      ["p > t", "t > a", "t > i", "a > q", "q > b", "i > r", "r > d", "b > s", "d > s"],
      { seed: 859 },
    );
    const { executor, heard } = await begin(design);
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ produced: 8, copies: 8, delivered: 16, deduplicated: 0, duplicated: 0, lost: 0, dropped: {}, inFlight: 0, balanced: true });
    const plain = await forecast(design);
    for (const node of ["a", "i"]) {
      const own = fates(heard.samples, node);
      // Done twice: before the replica died, and by the other one.
      expect(own.filter((fate) => fate.endsWith("#2 done") && own.includes(fate.replace("#2", "#1")))).toHaveLength(1);
      expect(own).toEqual(fates(plain.samples, node));
    }
  });

  it("C3 T3 replicas that come and go share the partitions anew; each event is still served once", async () => {
    const { executor, heard } = await begin(busy({ replicas: 1, concurrency: 1, failureRate: 0 }));
    await until("some is produced", () => executor.state().atMs > 300);
    await executor.update(busy({ replicas: 3, concurrency: 1, failureRate: 0 }));
    await until("three replicas serve", () => (heard.frames.at(-1)?.nodes.a?.inFlight ?? 0) === 3);
    await executor.update(busy({ replicas: 2, concurrency: 1, failureRate: 0 }));
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 60, copies: 60, delivered: 120, balanced: true, lost: 0, duplicated: 0 });
    expect(fates(heard.samples, "a")).toHaveLength(60);
  });
});
