import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { eventOf } from "../../tests/support/behaviours.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import type { Effects, Put } from "../core/dispatch.ts";
import { Wiring } from "../core/wiring.ts";
import type { Settle } from "./consumer.ts";
import { ServedBefore } from "./served-before.ts";

const wiring = new Wiring(flowOf(designOf({ p: evenly(1, 1), q: ["queue"], c: service(1), s: SINK }, ["p > q", "q > c", "c > s"])), 1);
const edge = wiring.edge("e1");

/** The n-th child, as an execution makes it: each time anew, with the same id. */
function child(n: number): Put {
  return { channel: wiring.node("q"), edge, event: eventOf(n), parent: eventOf(n) };
}

function effectsOf(...children: number[]): Effects {
  return { puts: children.map(child), ends: [] };
}

/** An event whose first execution is kept back, what was counted of it, and what further executions put into channels. */
function keptBack() {
  const counts = { early: 0, duplicated: 0, cameAgain: 0 };
  const put: Put[] = [];
  const left: Effects[] = [];
  const settle: Settle = (effects, _failed, done) => {
    put.push(...effects.puts);
    done(effects);
  };
  const served = new ServedBefore(0, { early: (_, more) => void (counts.early += more), cameAgain: (puts) => void (counts.cameAgain += puts.length), duplicated: (_, children) => void (counts.duplicated += children) });
  return { served, counts, put, left, again: (effects: Effects) => served.again(effects, false, settle, (settled) => left.push(settled)) };
}

describe("T5 E2 an event that is served again while its children are kept back", () => {
  it("E2 waits for the execution before, and makes no child twice", () => {
    const { served, counts, put, left, again } = keptBack();
    again(effectsOf(1, 2));
    expect(left).toEqual([]);
    served.firstSettled(effectsOf(1), (settled) => left.push(settled));
    expect(put).toHaveLength(1);
    expect(left.map(({ puts }) => puts.length)).toEqual([1, 2]);
    expect(counts).toEqual({ early: 2, duplicated: 0, cameAgain: 1 });
    served.counted(left.at(-1)!.puts);
    expect(counts).toEqual({ early: 0, duplicated: 0, cameAgain: 1 });
  });

  it("E4 counts children that the counted execution did not make as duplicated", () => {
    const { served, counts, left, again } = keptBack();
    served.firstSettled(effectsOf(1, 2), () => {});
    again(effectsOf());
    served.counted(left[0]!.puts);
    expect(counts).toEqual({ early: 0, duplicated: 2, cameAgain: 0 });
  });

  it("E4 so with what arrives when the event is counted already, having been skipped", () => {
    const { served, counts } = keptBack();
    served.counted([]);
    served.firstSettled(effectsOf(1), () => {});
    expect(counts).toEqual({ early: 0, duplicated: 1, cameAgain: 0 });
  });
});
