import { describe, expect, it } from "vitest";
import { designOf, evenly, service } from "../../tests/support/designs.ts";
import { hear, optionsFor } from "../../tests/support/run.ts";
import { createForecastExecutor } from "./forecast-executor.ts";

const CHECKED = designOf(
  { p: evenly(2, 3), lb: ["loadBalancer", { healthCheck: { everyMs: 30, unhealthyAfter: 1 } }], a: service(1, { permanentFailureRate: 1 }), b: service(1) },
  ["p > lb", "lb > a", "lb > b"],
);

describe("R5 checks that nodes make at times of their own", () => {
  it("R5 V1 a step does not stop at one, and the event after it finds what they found", async () => {
    const { listener, frames, states } = hear();
    const executor = createForecastExecutor(optionsFor(CHECKED, { paused: true }), listener);
    await executor.start();
    await executor.step();
    expect(states.at(-1)?.atMs).toBe(500);
    expect(frames.at(-1)?.nodes.lb?.targets).toEqual({ in: 1, out: 1 });
    expect(frames.at(-1)?.edges).toMatchObject({ e2: { count: 0 }, e3: { count: 1 } });
    await executor.step();
    expect(states.at(-1)?.atMs).toBe(501);
  });

  it("R5 a run does not go on for their sake: one in which nothing can happen any more ends", async () => {
    const still = { ...CHECKED, nodes: CHECKED.nodes.map((node) => (node.id === "p" ? { ...node, settings: { arrivals: { process: "constant", ratePerSecond: 0 } } } : node)) };
    const executor = createForecastExecutor(optionsFor(still, { paused: true }), { onState: () => {}, onNotice: () => {} });
    await executor.start();
    await executor.finish();
    expect((await executor.finished).ended).toBe("drained");
  });
});
