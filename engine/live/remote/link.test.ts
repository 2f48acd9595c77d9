import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Link } from "./link.ts";
import { Seal } from "./seal.ts";

/** Two ends, and between them a way that loses and repeats as it is told. */
function linked(fate: () => "lost" | "once" | "twice") {
  let nowMs = 0;
  const arrived: Record<"host" | "worker", string[]> = { host: [], worker: [] };
  const way: (() => void)[] = [];
  const end = (name: "host" | "worker", other: () => Link): Link =>
    new Link({
      now: () => nowMs,
      deliver: (body) => arrived[name].push(body),
      send(message) {
        const copies = { lost: 0, once: 1, twice: 2 }[fate()];
        for (let copy = 0; copy < copies; copy++) way.push(() => other().heard(message));
      },
    });
  const host: Link = end("host", () => worker);
  const worker: Link = end("worker", () => host);
  const pass = (ms: number): void => {
    nowMs += ms;
    for (const link of [host, worker]) link.tick();
    for (const arrive of way.splice(0)) arrive();
  };
  return { host, worker, arrived, pass };
}

describe("a link to a worker on another machine", () => {
  test("M2 each message arrives once and in order, whatever is lost or repeated on the way", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("lost" as const, "once" as const, "twice" as const), { maxLength: 60 }), (fates) => {
        const { host, worker, arrived, pass } = linked(() => fates.shift() ?? "once");
        const texts = Array.from({ length: 8 }, (_, index) => String(index));
        for (const text of texts) {
          host.send(`down ${text}`);
          worker.send(`up ${text}`);
          pass(100);
        }
        for (let turn = 0; turn < 100; turn++) pass(1000);
        expect(arrived).toEqual({ host: texts.map((text) => `up ${text}`), worker: texts.map((text) => `down ${text}`) });
        expect([host.unacknowledged, worker.unacknowledged]).toEqual([0, 0]);
      }),
    );
  });

  test("sends what waits for a lost way ever more rarely", () => {
    let puts = 0;
    let nowMs = 0;
    const link = new Link({ now: () => nowMs, deliver: () => {}, send: ({ n }) => void (n > 0 && puts++) });
    link.send("x");
    for (; nowMs < 60_000; nowMs += 200) link.tick();
    expect(puts).toBeLessThan(10);
  });
});

describe("a seal", () => {
  test("is genuine with the same token, direction and content, and no other", () => {
    const seal = new Seal("token");
    const envelope = seal.close("to-host", { worker: "w", n: 1, ack: 0, body: "{}" });
    expect(seal.isGenuine("to-host", envelope)).toBe(true);
    expect(seal.isGenuine("to-worker", envelope)).toBe(false);
    expect(new Seal("other").isGenuine("to-host", envelope)).toBe(false);
    for (const changed of [{ n: 2 }, { ack: 1 }, { body: "[]" }, { worker: "v" }, { mac: "" }, { mac: "AAAA" }]) expect(seal.isGenuine("to-host", { ...envelope, ...changed })).toBe(false);
    expect(JSON.stringify(envelope)).not.toContain("token");
  });
});
