import { describe, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import { FrameLog } from "../../engine/contract/replay/frame-log.ts";
import { SampleLog } from "../../engine/contract/replay/sample-log.ts";
import { createActivityLog } from "../canvas/model/activity.ts";
import type { Frame } from "../../engine/contract/frame.ts";
import { frameOf, nodeFrame } from "../stores/testing/frame-fixtures.ts";
import { Playback } from "./playback.ts";

const ROWS = 200;

/** 20 s in which a source emits one event in each frame, and its design is changed after 10 s. */
function setUp() {
  const log = new FrameLog(null);
  const samples = new SampleLog();
  for (let seq = 0; seq < ROWS; seq += 1) {
    log.accept(frameOf(seq, { orders: nodeFrame({ out: 1, depth: seq }) }));
    samples.accept([{ type: "move", edge: "e1", event: `r${seq}`, root: `r${seq}`, atMs: seq * 100 + 50, failed: false }]);
  }
  const designs = [
    { atMs: 0, design: emptyDesign("Before") },
    { atMs: 10_000, design: emptyDesign("After") },
  ];
  const activity = createActivityLog();
  const told = { frames: [] as Frame[], fresh: [] as Frame[], samples: [] as number[], design: "", resets: 0 };
  const playback = new Playback(
    { frames: log.encoded(), samples: samples.encoded(), designs },
    {
      reset: () => Object.assign(told, { frames: [], fresh: [], samples: [], resets: told.resets + 1 }),
      design: ({ name }) => (told.design = name),
      frame(frame, isFresh) {
        told.frames.push(frame);
        if (isFresh) told.fresh.push(frame);
        activity.accept(frame);
      },
      samples: (list) => told.samples.push(...list.map((sample) => (sample.type === "move" ? sample.atMs : 0))),
    },
  );
  return { playback, told, activity };
}

describe("a playback", () => {
  it("tells each frame and each sample once, when its time has come", () => {
    const { playback, told } = setUp();
    playback.seek(0);
    for (let ms = 0; ms <= 1000; ms += 16) playback.advance(ms);
    expect(told.fresh.map(({ atMs }) => atMs)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(told.samples).toEqual([50, 150, 250, 350, 450, 550, 650, 750, 850, 950]);
    playback.advance(1_000_000);
    expect(playback.position).toBe(playback.endMs);
    expect(told.samples.length).toBe(ROWS);
    expect(told.frames.at(-1)?.nodes["orders"]?.depth).toBe(ROWS - 1);
  });

  it("between two frames says only how late it is", () => {
    const { playback, told } = setUp();
    playback.seek(150);
    playback.advance(170);
    expect(told.frames.map(({ atMs, seq }) => [atMs, seq === told.frames[0]?.seq])).toEqual([[100, true], [170, true]]);
  });

  it("that jumps counts as if it had been played, forwards and backwards, and tells of what is under way", () => {
    const { playback, told, activity } = setUp();
    for (const toMs of [15_000, 3000, 19_999, 10_000, 100, 10_000]) {
      playback.seek(toMs);
      expect(activity.of("orders").outTotal).toBe(Math.floor(toMs / 100));
      expect(told.samples.every((atMs) => atMs <= toMs && atMs >= toMs - 600)).toBe(true);
      expect(told.design).toBe(toMs < 10_000 ? "Before" : "After");
    }
    expect(told.resets).toBe(6);
    expect(told.fresh.length).toBe(91);
  });

  it("that is fast makes one frame of many, and loses no count", () => {
    const { playback, told, activity } = setUp();
    playback.seek(0);
    playback.advance(10_000);
    expect(told.fresh.length).toBe(1);
    expect(activity.of("orders").outTotal).toBe(100);
  });
});
