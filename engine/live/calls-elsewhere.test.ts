import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { eventOf } from "../../tests/support/behaviours.ts";
import { designOf, evenly, service } from "../../tests/support/designs.ts";
import { CallEngine } from "../core/call-engine.ts";
import type { CallResult } from "../core/call.ts";
import { answersOf, Wiring } from "../core/wiring.ts";
import { VirtualClock } from "../forecast/virtual-clock.ts";
import { Recorder } from "../metrics/recorder.ts";
import type { CallMessage } from "./call-messages.ts";
import { CallsElsewhere } from "./calls-elsewhere.ts";

const constant = (meanMs: number) => ({ distribution: "constant", meanMs });
const shape = designOf(
  { p: evenly(1, 1), c: service(1), breaker: ["circuitBreaker", { minimumCalls: 2 }], db: ["database", { pool: 1, readTime: constant(50) }] },
  ["p > c", ["c.call > breaker.call", { timeoutMs: 80 }], "breaker.target > db.call"],
);
/** The consumer is in one zone, what it calls in another. */
const design = { ...shape, zones: [{ id: "west", name: "West" }, { id: "east", name: "East" }], nodes: shape.nodes.map((node) => ({ ...node, zone: node.id === "db" ? "east" : "west" })) };

/** Processes in one thread, on one clock: messages lie until they are delivered. */
function world() {
  const clock = new VirtualClock();
  const mail = new Map<string, string[]>();
  function join(zone: string, isHome: boolean) {
    const wiring = new Wiring(flowOf(design), 1);
    const recorder = new Recorder(wiring.places.length, wiring.edges.length);
    const post = { address: zone, send: (address: string, message: CallMessage) => void mail.set(address, [...(mail.get(address) ?? []), JSON.stringify(message)]) };
    const transport = new CallsElsewhere(wiring, clock, post);
    const calls = new CallEngine(wiring, clock, recorder, { every: 0 }, { transport, isElsewhere: (place) => answersOf(place)?.inCaller !== true && !isHome });
    transport.open(calls);
    const receive = (): void => transport.receive((mail.get(zone) ?? []).splice(0).map((text) => JSON.parse(text) as CallMessage));
    const db = wiring.node("db");
    return { wiring, calls, transport, receive, recorded: recorder.place(db.index), now: () => calls.now(db) };
  }
  /** Lets time go by until then, and delivers to these at each moment at which something happens. */
  function until(atMs: number, ...all: { receive(): void }[]): void {
    for (;;) {
      for (let waits = true; waits; waits = all.length > 1 && [...mail.values()].some((texts) => texts.length > 0)) all.forEach((one) => one.receive());
      if (clock.nextMs() > atMs) break;
      clock.runUntil(clock.nextMs(), 1);
    }
    clock.runUntil(atMs);
  }
  return { join, until, mail };
}

function callFrom(process: ReturnType<ReturnType<typeof world>["join"]>, n: number, atMs: number, life = { over: false }) {
  const results: [CallResult, number][] = [];
  const [edge] = process.wiring.node("c").outs.get("call") ?? [];
  if (!edge) throw new Error("It calls nothing.");
  const call = process.calls.call(edge, eventOf(n), 0, life, atMs, (...answer) => results.push(answer));
  return { results, call };
}

describe("C5 calls to the process of another zone", () => {
  it("C5 are answered there, when they were meant to be; nothing is counted where they are made", () => {
    const { join, until } = world();
    const [west, east] = [join("west", false), join("east", true)];
    const { results } = callFrom(west, 1, 0);
    until(49, west, east);
    expect([west.now(), east.now()]).toEqual([undefined, { depth: 0, inFlight: 1, capacity: 1 }]);
    expect(results).toEqual([]);
    until(51, west, east);
    expect(results).toEqual([[{ ok: true }, 50]]);
    expect([east.recorded.in, east.recorded.out, west.recorded.in]).toEqual([1, 1, 0]);
    west.calls.measure();
    east.calls.measure();
    expect([west.recorded.capacityMs, east.recorded.busyMs]).toEqual([0, 50]);
  });

  it("C5 a call that is given up frees what it held, and a late answer changes nothing", () => {
    const { join, until, mail } = world();
    const [west, east] = [join("west", false), join("east", true)];
    const calls = [0, 1].map((n) => callFrom(west, n, 0));
    until(60, west, east);
    const taken = east.now();
    until(90, west, east);
    expect(taken).toMatchObject({ inFlight: 1 });
    expect(calls.map(({ results }) => results)).toEqual([[[{ ok: true }, 50]], [[{ ok: false, reason: expect.stringMatching(/did not answer within 80 ms/) as string }, 80]]]);
    expect(east.now()).toMatchObject({ depth: 0, inFlight: 0 });
    // An answer to what nobody waits for, and one to a process that had the same address.
    const [first] = calls;
    mail.set("west", ['{"type":"answer","process":"another","id":0,"result":{"ok":true},"atMs":1}']);
    west.receive();
    expect(first?.results).toHaveLength(1);
  });

  it("C5 what was given up while its process was gone is not begun when another is started, what was not counts as come then", () => {
    const { join, until } = world();
    const west = join("west", false);
    const late = callFrom(west, 1, 0);
    until(90, west);
    expect(late.results).toEqual([[{ ok: false, reason: expect.any(String) as string }, 80]]);
    const { results } = callFrom(west, 2, 90);
    until(110, west);
    const east = join("east", true);
    until(165, west, east);
    expect(east.recorded.in).toBe(1);
    // It began at 110 ms, when the process was there.
    expect(results).toEqual([[{ ok: true }, 160]]);
  });

  it("C5 V1 what is on its way is taken in before a pause is told of", async () => {
    const { join } = world();
    const [west, east] = [join("west", false), join("east", true)];
    callFrom(west, 1, 0);
    let isQuiet = false;
    const quiet = west.transport.quiet(performance.now() + 60_000).then(() => (isQuiet = true));
    await Promise.resolve();
    expect(isQuiet).toBe(false);
    east.receive();
    expect(east.now()).toMatchObject({ inFlight: 1 });
    west.receive();
    await quiet;
  });
});
