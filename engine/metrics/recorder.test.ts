import { describe, expect, it } from "vitest";
import type { Sample } from "../contract/sample.ts";
import { Recorder } from "./recorder.ts";

const sample: Sample = { type: "move", edge: "e1", event: "e", root: "e", atMs: 1, failed: false };

describe("recorder", () => {
  it("M1 tells what came since the last time, and then begins anew", () => {
    const recorder = new Recorder(2, 3);
    recorder.place(1).in += 2;
    recorder.place(1).busyMs = 40;
    recorder.place(1).wait.record(3);
    recorder.crossed(2, false);
    recorder.crossed(2, true);
    recorder.cameAgain(2, 1);
    recorder.sample(sample);
    const { places, edges, samples } = recorder.flush();
    expect(places[0]).toMatchObject({ place: 0, in: 0, wait: undefined });
    expect(places[1]).toMatchObject({ place: 1, in: 2, duplicates: 1, busyMs: 40, wait: { sum: 3 } });
    expect(edges).toEqual([2, 2, 1, 1]);
    expect(samples).toEqual([sample]);
    const again = recorder.flush();
    expect(again.places[1]).toMatchObject({ in: 0, duplicates: 0, busyMs: 0, wait: undefined });
    expect([again.edges, again.samples]).toEqual([[], []]);
  });

  it("M1 tells the times of two places that always are the same from one record", () => {
    const recorder = new Recorder(3, 0);
    recorder.place(0).timedAs = recorder.place(2);
    recorder.place(2).wait.record(3);
    recorder.place(2).service.record(5);
    const { places } = recorder.flush();
    expect(places[0]).toMatchObject({ place: 0, wait: { sum: 3 }, service: { sum: 5 } });
    expect(places[0]?.wait).toEqual(places[2]?.wait);
    expect(places[1]).toMatchObject({ wait: undefined });
    expect(recorder.flush().places[0]).toMatchObject({ wait: undefined, service: undefined });
  });

  it("keeps no more samples than a screen can draw", () => {
    const recorder = new Recorder(1, 1);
    for (let n = 0; n < 10_000; n++) recorder.sample(sample);
    expect(recorder.takeSamples()).toHaveLength(4000);
    expect(recorder.takeSamples()).toEqual([]);
  });
});
