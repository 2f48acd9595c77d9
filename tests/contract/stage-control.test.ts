import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import { designOf, evenly, SINK } from "../support/designs.ts";
import { forecast } from "../support/run.ts";
import { until } from "../support/until.ts";
import { bothExecutors, type Side } from "./executors.ts";

const sides = bothExecutors();
const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** 25 events in 500 ms, held for 400 ms, then let through ten a second. */
function held(delay: Record<string, Json> = { delayMs: 400 }): Design {
  return designOf({ p: evenly(50, 25), d: ["delay", delay], t: ["throttle", { max: 2, durationMs: 200 }], s: SINK }, ["p > d", "d > t", "t > s"]);
}

/** When each event left a node: what was meant, so that executors agree to the microsecond. */
function left(samples: readonly Sample[], node: string): string[] {
  return samples.flatMap((sample) => (sample.type === "span" && sample.node === node ? [`${sample.event} ${sample.startMs.toFixed(2)}`] : [])).toSorted();
}

describe.each(sides)("control of stages, $name", ({ begin }: Side) => {
  it("V1 R3 while a run is paused stages hold what they hold; then it leaves when it would have", async () => {
    const { executor, heard } = await begin(held());
    await until("some are held", () => executor.state().atMs > 150);
    await executor.pause();
    expect(heard.frames.at(-1)?.ledger).toMatchObject({ balanced: true, unsettled: 0, delivered: 0 });
    expect(heard.frames.at(-1)?.nodes.d?.depth).toBe(heard.frames.at(-1)?.ledger.inFlight);
    await pauseFor(450);
    expect(left(heard.samples, "d")).toEqual([]);
    await executor.resume();
    const report = await executor.finished;
    expect(report).toMatchObject({ ended: "drained", ledger: { delivered: 25, balanced: true, inFlight: 0, lost: 0, duplicated: 0 } });
    const plain = await forecast(held());
    expect(left(heard.samples, "d")).toEqual(left(plain.samples, "d"));
    expect(left(heard.samples, "t")).toEqual(left(plain.samples, "t"));
  });

  it("V2 R3 what stages hold, they hold for design time, whatever the speed", async () => {
    const { executor, heard } = await begin(held(), { speed: 2 });
    await until("some are held", () => executor.state().atMs > 600);
    await executor.setSpeed(0.8);
    await executor.finished;
    const plain = await forecast(held());
    expect(left(heard.samples, "d")).toEqual(left(plain.samples, "d"));
    expect(left(heard.samples, "t")).toEqual(left(plain.samples, "t"));
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
    expect(left(heard.samples, "d")).toEqual(left((await forecast(held({ delayMs: 100 }))).samples, "d"));
  });
});
