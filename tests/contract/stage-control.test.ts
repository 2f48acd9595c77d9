import { expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { forecast } from "../support/run.ts";
import { until } from "../support/until.ts";
import { bothExecutors, onEachSide } from "./executors.ts";

const sides = bothExecutors();
/** How late a live event may be when the machine has other work, ms on the wall clock. */
const MOST_OFF_MS = 450;
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** 25 events in 500 ms, held for 400 ms, then let through ten a second. */
function held(delay: Record<string, Json> = { delayMs: 400 }): Design {
  return designOf({ p: evenly(50, 25), d: ["delay", delay], t: ["throttle", { max: 2, durationMs: 200 }], s: SINK }, ["p > d", "d > t", "t > s"]);
}

/** When each event left a node. */
function left(samples: readonly Sample[], node: string): Map<string, number> {
  return new Map(samples.flatMap((sample) => (sample.type === "span" && sample.node === node ? [[sample.event, sample.startMs] as const] : [])));
}

/** Events left the stages when they would have without any interference: exactly, but for a timer that is later than can be made up for. */
async function expectUndisturbed(design: Design, samples: readonly Sample[], offMs: number): Promise<void> {
  const plain = await forecast(design);
  for (const node of ["d", "t"]) {
    const [wanted, measured] = [left(plain.samples, node), left(samples, node)];
    expect([...measured.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
    const off = [...measured].map(([event, atMs]) => atMs - (wanted.get(event) ?? 0)).toSorted((a, b) => a - b);
    expect(off[0]).toBeGreaterThan(-0.01);
    expect(off.at(-1)).toBeLessThan(offMs + 0.01);
  }
}

onEachSide(sides, "control of stages", ({ name, begin }) => {
  /** How late events may be when the machine has other work; a forecast never is. */
  const off = name === "live" ? MOST_OFF_MS : 0;

  it("V1 R3 while a run is paused stages hold what they hold; then it leaves when it would have", async () => {
    const { executor, heard } = await begin(held());
    await until("some are held", () => executor.state().atMs > 150);
    await executor.pause();
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ balanced: true, unsettled: 0, delivered: 0 });
    expect(heard.frames.at(-1)?.nodes.d?.depth).toBe(heard.frames.at(-1)?.ledger.inFlight);
    await pauseFor(450);
    expect(left(heard.samples, "d").size).toBe(0);
    await executor.resume();
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "drained", ledger: { delivered: 25, balanced: true, inFlight: 0, lost: 0, duplicated: 0 } });
    await expectUndisturbed(held(), heard.samples, off);
  });

  it("R2 E4 a window that nothing can fill any more does not keep a run from ending, what is on its way does; sliding windows by count begin with every second event", async () => {
    const windows = designOf(
      {
        p: evenly(100, 22),
        d: ["delay", { delayMs: 700 }],
        a: ["aggregator", { window: { count: 5 } }],
        q: ["queue"],
        c: service(250),
        s: SINK,
        sliding: ["aggregator", { window: { type: "sliding", count: 4, slideCount: 2 } }],
        slid: SINK,
      },
      ["p > d", "d > a", "a > q", "q > c", "c > s", "d > sliding", "sliding > slid"],
    );
    const { executor } = await begin(windows);
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "nothing-due", ledger: { produced: 22, copies: 22, delivered: 4 + 10, absorbed: 16 + 10, inFlight: 2 + 2, balanced: true, unsettled: 0, lost: 0, duplicated: 0 } });
    expect(report.nodes.a?.depth.end).toBe(2);
    // Windows of four that begin with the first, third, … nineteenth event; the next has two.
    expect(report.nodes.slid?.in).toBe(10);
    expect(report.nodes.sliding?.depth.end).toBe(2);
    // Held until 0.92 s, worked off a second after the first window; long before the time to drain is up.
    expect(report.durationMs + report.drainedMs).toBeGreaterThan(1700);
    expect(report.drainedMs).toBeLessThan(5000);
  });

  it("V2 R3 what stages hold, they hold for design time, whatever the speed", async () => {
    const { executor, heard } = await begin(held(), { speed: 2 });
    await until("some are held", () => executor.state().atMs > 600);
    await executor.setSpeed(0.8);
    await executor.finished;
    await expectUndisturbed(held(), heard.samples, 2 * off);
  });

  it("V1 R3 a step goes to the next event that a stage lets go", async () => {
    const { executor, heard } = await begin(designOf({ p: evenly(50, 2), d: ["delay", { delayMs: 400 }], s: SINK }, ["p > d", "d > s"]), { paused: true });
    for (let step = 0; step < 8 && (heard.frames.at(-1)?.ledger.delivered ?? 0) === 0; step++) await executor.step();
    expect(executor.state().atMs).toBeCloseTo(420, 3);
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ produced: 2, delivered: 1, inFlight: 1, balanced: true });
    await executor.resume();
    expect((await executor.finished).ledger).toMatchObject({ delivered: 2, balanced: true });
  });

  it("R3 changed settings hold for what a stage holds already", async () => {
    const { executor, heard } = await begin(held({ delayMs: 3_600_000 }));
    await until("all are held", () => heard.frames.at(-1)?.nodes.d?.depth === 25);
    await executor.update(held({ delayMs: 100 }));
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "drained", ledger: { delivered: 25, balanced: true, lost: 0 } });
  });
});
