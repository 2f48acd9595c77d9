import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Json } from "../../../design/document/schema.ts";
import type { TraceEvent } from "../../../design/kinds/producer.ts";
import { producerOf } from "../../../tests/support/behaviours.ts";
import { designOf, SINK } from "../../../tests/support/designs.ts";
import { readTrace } from "./read-trace.ts";
import { withTraces } from "./with-traces.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-trace-"));
  mkdirSync(join(folder, "design"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function traced(name: string, text: string): ReturnType<typeof readTrace> {
  writeFileSync(join(folder, "design", name), text);
  return readTrace(join(folder, "design"), name);
}

describe("P1 P4 recorded traces", () => {
  it("P1 CSV: times in ms, keys, types, and the other columns as data", () => {
    expect(traced("a.csv", "atMs,key,type,amount,note,more\n0,k1,order,5,\"a, b\",\n120.5,,,7,x,\"[1,2]\"\n")).toEqual([
      { atMs: 0, key: "k1", type: "order", data: { amount: 5, note: "a, b" } },
      { atMs: 120.5, data: { amount: 7, note: "x", more: [1, 2] } },
    ]);
  });

  it("P1 JSONL: dates count from the first, CloudEvents are known, order is by time", () => {
    const lines = ['{"time":"2026-03-01T08:00:02Z","partitionkey":"b","type":"t","data":{"n":2}}', "", '{"time":"2026-03-01T08:00:00.250Z","data":null}', '{"time":"2026-03-01T08:00:00Z"}'];
    expect(traced("b.jsonl", lines.join("\n"))).toEqual([{ atMs: 0 }, { atMs: 250 }, { atMs: 2000, key: "b", type: "t", data: { n: 2 } }]);
    expect(traced("epoch.csv", "timestamp,v\n1772352000000,1\n1772352000500,2\n").map(({ atMs }) => atMs)).toEqual([0, 500]);
  });

  it.each([
    ["c.csv", "amount\n5\n", /has no time/],
    ["c.csv", "atMs\nsoon\n", /event 1 has no time that can be read in atMs \("soon"\)/],
    ["c.csv", "atMs\n-5\n", /before the start/],
    ["c.csv", "atMs\n", /has no events/],
    ["c.csv", "atMs,b\n1\n", /no CSV/],
    ["c.jsonl", '{"atMs":1}\n{"atMs":', /line 2 is not JSON/],
    ["c.jsonl", "[1]", /line 1 is no object/],
    ["c.txt", "1", /must end in/],
  ])("P1 %s %j is refused with its reason", (name, text, message) => {
    expect(() => traced(name, text)).toThrow(message);
  });

  it("P1 a design reads nothing outside of its folder", () => {
    writeFileSync(join(folder, "secret.csv"), "atMs\n1\n");
    symlinkSync(join(folder, "secret.csv"), join(folder, "design", "link.csv"));
    for (const file of ["../secret.csv", join(folder, "secret.csv"), "x/../../secret.csv", "link.csv", "..\\secret.csv"]) expect(() => readTrace(join(folder, "design"), file), file).toThrow(/own folder/);
    expect(() => readTrace(join(folder, "design"), "none.csv")).toThrow(/no trace none.csv/);
  });

  it("P1 its content comes into the design that runs; one that was never saved has none", () => {
    writeFileSync(join(folder, "design", "d.csv"), "atMs\n1\n2\n");
    const design = designOf({ orders: ["producer", { arrivals: { process: "trace", file: "d.csv" } }], s: SINK }, ["orders > s"]);
    expect(withTraces(design, join(folder, "design")).nodes[0]?.settings?.arrivals).toEqual({ process: "trace", file: "d.csv", events: [{ atMs: 1 }, { atMs: 2 }] });
    expect(() => withTraces(design, null)).toThrow(/orders plays d.csv.*save the design/);
  });

  it("P1 P3 P4 it is played as it was recorded, and what it does not say comes from the settings", () => {
    const events: TraceEvent[] = [{ atMs: 10, key: "a", data: { n: 1 } }, { atMs: 10 }, { atMs: 50, type: "other" }];
    const { next, event, limitCount } = producerOf({ arrivals: { process: "trace", events: events as Json }, eventType: "usual", payload: "{{seq}}", key: { mode: "uniform", count: 1 } });
    const times = [next(0, 0)];
    for (let n = 1; n < 4; n++) times.push(next(n, times[n - 1]!));
    expect(times).toEqual([10, 10, 50, Number.POSITIVE_INFINITY]);
    expect(limitCount).toBe(3);
    expect([0, 1, 2].map((n) => event(n, times[n]!)).map(({ key, type, data, bornMs }) => [key, type, data, bornMs])).toEqual([["a", "usual", { n: 1 }, 10], ["k0", "usual", 2, 10], ["k0", "other", 3, 50]]);
  });

  it("P1 P2 another rate stretches it", () => {
    const events = [{ atMs: 100 }, { atMs: 300 }, { atMs: 1000 }];
    const { next } = producerOf({ arrivals: { process: "trace", events, ratePerSecond: 6 } });
    expect([next(0, 0), next(1, 50), next(2, 150)]).toEqual([50, 150, 500]);
  });
});
