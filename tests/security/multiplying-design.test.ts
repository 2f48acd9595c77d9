import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { designOf, evenly, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { forecast } from "../support/run.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

/** Filters in diamonds: each one doubles the ways to the next, so that one event arrives 2^40 times. */
function doubling(): Design {
  const nodes: Parameters<typeof designOf>[0] = { p: evenly(1, 1), s: SINK };
  const edges: string[] = [];
  let from = "p";
  for (let level = 0; level < 40; level++) {
    for (const side of ["left", "right", "end"]) nodes[`${side}${level}`] = ["filter", { when: "true" }];
    edges.push(`${from} > left${level}`, `${from} > right${level}`, `left${level} > end${level}`, `right${level} > end${level}`);
    from = `end${level}`;
  }
  return designOf(nodes, [...edges, `${from} > s`]);
}

describe("a design that multiplies one event without end", () => {
  it("ends its run with where that happens, live as in a forecast, and leaves nobody busy", async () => {
    await expect(forecast(doubling())).rejects.toMatchObject({ code: "design-has-problems", message: expect.stringMatching(/more than 100,000 in one step/) as unknown });
    const { executor, heard } = await bench.begin(doubling());
    const { ended } = await executor.finished;
    expect(ended).toBe("failed");
    expect(heard.notices.map(({ message }) => message).join("\n")).toMatch(/one event has become more than 100,000 in one step/);
  });
});
