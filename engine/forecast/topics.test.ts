import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { Simulation } from "./simulation.ts";

const EVENTS = 400;

function simulationOf(topic: Record<string, Json>, producer: Record<string, Json> = {}): Simulation {
  const design = designOf(
    { p: evenly(1000, EVENTS, { key: { mode: "uniform", count: 30 }, ...producer }), t: ["topic", { partitions: 3, ...topic }], c: service(4, { concurrency: 3 }), d: service(1, { concurrency: 3 }), s: SINK },
    ["p > t", "t > c", "t > d", "c > s", "d > s"],
  );
  const simulation = new Simulation(flowOf(design), 1, Number.POSITIVE_INFINITY);
  simulation.start();
  return simulation;
}

function setBroker(simulation: Simulation, broker: number, isDown: boolean): void {
  simulation.setBroker({ topic: "t", broker, isDown, atMs: simulation.clock.now() });
}

function runTo(simulation: Simulation, untilMs: number): void {
  simulation.clock.runUntil(untilMs);
  expect(simulation.ledger()).toMatchObject({ unsettled: 0, balanced: true });
}

describe("T7 a broker dies (modelled)", () => {
  it("T7 acks all loses nothing, and refuses below min in-sync replicas until one is back", () => {
    const simulation = simulationOf({});
    runTo(simulation, 100);
    setBroker(simulation, 0, true);
    runTo(simulation, 150);
    expect(simulation.ledger().produced).toBeGreaterThan(145);
    setBroker(simulation, 1, true);
    runTo(simulation, 300);
    // One in-sync replica is left: the producer keeps what it has.
    const { produced } = simulation.ledger();
    expect(produced).toBeLessThan(155);
    setBroker(simulation, 0, false);
    runTo(simulation, 5000);
    expect(simulation.ledger()).toMatchObject({ produced: EVENTS, delivered: 2 * EVENTS, dropped: {}, inFlight: 0 });
  });

  it("T7 P5 a producer that drops what is refused counts it as rejected", () => {
    const simulation = simulationOf({}, { whenRefused: "drop" });
    runTo(simulation, 100);
    for (const broker of [0, 1]) setBroker(simulation, broker, true);
    runTo(simulation, 200);
    for (const broker of [0, 1]) setBroker(simulation, broker, false);
    runTo(simulation, 5000);
    const { dropped, delivered, produced } = simulation.ledger();
    expect(produced).toBe(EVENTS);
    expect(Math.abs((dropped.rejected ?? 0) - 100)).toBeLessThanOrEqual(2);
    expect(delivered).toBe(2 * (EVENTS - (dropped.rejected ?? 0)));
  });

  it("T7 acks 1 loses what only the leader had, for each group that had not read it", () => {
    const simulation = simulationOf({ acks: "1" });
    runTo(simulation, 100);
    for (const broker of [0, 1, 2]) {
      setBroker(simulation, broker, true);
      setBroker(simulation, broker, false);
    }
    runTo(simulation, 5000);
    const { dropped, delivered, produced, copies } = simulation.ledger();
    expect(produced).toBe(EVENTS);
    expect(copies).toBe(EVENTS);
    expect(dropped["broker-lost"]).toBeGreaterThan(0);
    // Ten milliseconds of 1,000 events a second, for two groups at most.
    expect(dropped["broker-lost"]).toBeLessThanOrEqual(20);
    expect(delivered).toBe(2 * EVENTS - (dropped["broker-lost"] ?? 0));
  });

  it("T7 acks 0 loses what it sends to a partition without a leader", () => {
    const simulation = simulationOf({ acks: "0", replicationFactor: 1, minInsyncReplicas: 1 });
    runTo(simulation, 100);
    setBroker(simulation, 0, true);
    runTo(simulation, 200);
    setBroker(simulation, 0, false);
    runTo(simulation, 5000);
    const { dropped, delivered } = simulation.ledger();
    expect(dropped["broker-lost"]).toBeGreaterThan(10);
    expect(delivered).toBe(2 * (EVENTS - (dropped["broker-lost"] ?? 0)));
  });

  it("T7 a partition without a leader is read on when one is back", () => {
    const simulation = simulationOf({ acks: "1", replicationFactor: 1, minInsyncReplicas: 1 });
    runTo(simulation, 100);
    setBroker(simulation, 0, true);
    runTo(simulation, 3000);
    expect(simulation.inFlight()).toBeGreaterThan(0);
    setBroker(simulation, 0, false);
    runTo(simulation, 9000);
    expect(simulation.ledger()).toMatchObject({ produced: EVENTS, delivered: 2 * EVENTS, dropped: {} });
  });
});

describe("E4 the books of topics", () => {
  it("E4 T1–T7 close at every moment, whatever the topic, the groups and the brokers do", () => {
    const topic = fc.record({
      partitions: fc.integer({ min: 1, max: 5 }),
      acks: fc.constantFrom("0", "1", "all"),
      replicationFactor: fc.constant(3),
      unkeyed: fc.constantFrom("sticky", "round-robin"),
      retentionMs: fc.constantFrom(60, 604_800_000),
      retentionBytes: fc.constantFrom(300, 1_000_000),
    });
    const reading = fc.record({
      replicas: fc.integer({ min: 1, max: 6 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      failureRate: fc.constantFrom(0, 0.3),
      crashRate: fc.constantFrom(0, 0.05),
      emits: fc.constantFrom(0, 1, 2),
      coldStartMs: fc.constantFrom(0, 30),
      commit: fc.constantFrom("at-least-once", "at-most-once"),
      offsetReset: fc.constantFrom("earliest", "latest"),
      sessionTimeoutMs: fc.constantFrom(20, 45_000),
      idempotent: fc.boolean(),
    });
    const assignor = fc.constantFrom("range", "round-robin", "sticky", "cooperative-sticky");
    const shared = fc.boolean();
    const steps = fc.array(fc.tuple(fc.nat(2), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(topic, reading, reading, assignor, shared, steps, (settings, first, second, by, isShared, brokers) => {
        const group: Record<string, Json> = isShared ? { group: "g" } : {};
        const design = designOf(
          {
            p: evenly(500, 60, { key: { mode: "uniform", count: 9 } }),
            t: ["topic", settings],
            a: service(5, { ...first, ...group, assignor: by }),
            b: service(3, { ...second, ...group, assignor: by }),
            full: ["queue", { maxLength: 1 }],
            d: service(20),
            u: ["topic", settings],
            unread: ["topic"],
            c: service(2, second),
            s: SINK,
          },
          ["p > t", "p > unread", "t > a", "t > b", "a > full", "full > d", "d > u", "u > c", "c > s", "b > s"],
        );
        const simulation = new Simulation(flowOf(design), 1, Number.POSITIVE_INFINITY);
        simulation.start();
        for (const [index, [broker, isDown]] of brokers.entries()) {
          runTo(simulation, 20 * (index + 1));
          setBroker(simulation, broker, isDown);
          runTo(simulation, 20 * (index + 1));
        }
        for (const broker of [0, 1, 2]) setBroker(simulation, broker, false);
        runTo(simulation, 2_000_000);
        expect(simulation.ledger().inFlight).toBe(0);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
