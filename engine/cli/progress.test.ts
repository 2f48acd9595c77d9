import { describe, expect, test } from "vitest";
import { emptyLedgerEntry } from "../contract/ledger.ts";
import type { Frame } from "../contract/frame.ts";
import type { RunState } from "../contract/run.ts";
import { fakeFrame } from "../host/fake-executor.ts";
import { createProgress, progressLine } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

const running: RunState = { runId: "r", mode: "live", phase: "running", atMs: 0, forMs: 20_000, speed: 1, seed: 1 };

function frame(atMs: number, produced: number, delivered: number): Frame {
  const ledger = { ...emptyLedgerEntry(), produced, delivered, inFlight: produced - delivered, unsettled: 0, balanced: true, lost: 0 };
  return fakeFrame(atMs / 100, { ledger });
}

/** A terminal that keeps what it is told, and a clock that the test moves. */
function setUp(isInteractive: boolean, columns = 200) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const terminal: Terminal = { out: () => {}, note: (text) => void written.push(text), isInteractive, columns: () => columns, hasColors: false };
  return { written, clock, progress: createProgress(terminal, () => clock.ms) };
}

test("a line says where the run stands and what moved", () => {
  expect(progressLine(frame(12_300, 1234, 1200), running, 51.26)).toBe("Running 12.3 s of 20 s · produced 1,234 · delivered 1,200 (51.3/s) · in flight 34");
  const draining: RunState = { ...running, phase: "draining", forMs: null, message: "waiting for 3 retries" };
  expect(progressLine(frame(21_000, 10, 7), draining, 0)).toBe("Draining 21 s · produced 10 · delivered 7 (0/s) · in flight 3 · waiting for 3 retries");
  expect(progressLine(frame(0, 0, 0), { ...running, mode: "forecast" }, 0)).toMatch(/^Forecasting/);
});

describe("on a terminal", () => {
  test("the line is rewritten in place, at most ten times a second, cut to the width", () => {
    const { written, clock, progress } = setUp(true, 30);
    progress.state(running);
    for (let ms = 100; ms <= 1000; ms += 10) {
      clock.ms = ms;
      progress.frame(frame(ms, ms, ms));
    }
    expect(written).toHaveLength(10);
    expect(written[0]).toBe(`\r\u001B[2K${"Running 0.1 s of 20 s · produced".slice(0, 29)}`);
    progress.end();
    progress.end();
    expect(written.slice(11)).toEqual(["\n"]);
  });

  test("a notice gets a line of its own", () => {
    const { written, progress } = setUp(true);
    progress.state(running);
    progress.frame(frame(100, 1, 0));
    progress.notice({ level: "warning", code: "x", message: "Redis is being restarted." });
    expect(written.slice(1)).toEqual(["\n", "warning: Redis is being restarted.\n"]);
  });
});

describe("elsewhere", () => {
  test("there is a plain line at once and every five seconds, and one when the drain begins", () => {
    const { written, clock, progress } = setUp(false);
    progress.state(running);
    for (clock.ms = 0; clock.ms < 10_000; clock.ms += 100) progress.frame(frame(clock.ms, clock.ms, clock.ms));
    expect(written).toEqual([expect.stringMatching(/^Running 0 s /), expect.stringMatching(/^Running 5 s .*\(1,000\/s\).*\n$/)]);
    progress.state({ ...running, phase: "draining", message: "waiting for 2 events" });
    progress.state({ ...running, phase: "draining", message: "waiting for 1 event" });
    progress.end();
    expect(written.slice(2)).toEqual([expect.stringContaining("waiting for 2 events")]);
  });
});
