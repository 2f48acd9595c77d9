import { beforeEach, describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { RunClock } from "../core/run-clock.ts";
import { Wiring } from "../core/wiring.ts";
import { TopicBrokers } from "./topic-brokers.ts";

const wiring = new Wiring(flowOf(designOf({ p: evenly(1, 1), t: ["topic"], c: service(1), s: SINK }, ["p > t", "t > c", "c > s"])), 1);
const log = wiring.node("t");

function change(broker: number, isDown: boolean, atMs: number): TimedBrokerChange {
  return { topic: "t", broker, isDown, atMs };
}

/** A paused run's clock: nothing happens by itself. */
let clock: RunClock;
beforeEach(() => {
  clock = new RunClock({ wallMs: 0, designMs: 100, speed: 1, paused: true });
});

function goTo(designMs: number): void {
  clock.set({ wallMs: 0, designMs, speed: 1, paused: true });
}

describe("the brokers of topics in a process", () => {
  it("T7 takes over what the host told before the process was there", () => {
    const { brokers } = new TopicBrokers(wiring, clock, [change(0, true, 20), change(1, true, 40), change(0, false, 60), change(2, true, 500)]).gate(log);
    expect([0, 1, 2].map((partition) => brokers.leaderOf(partition))).toEqual([2, 2, 2]);
    expect([0, 1, 2].map((partition) => brokers.inSync(partition))).toEqual([2, 2, 2]);
  });

  it("T7 a change waits for its time, in the order of the timers", () => {
    const own = new TopicBrokers(wiring, clock, []);
    const seen: (number | undefined)[] = [];
    clock.at(149, () => seen.push(own.gate(log).brokers.leaderOf(0)));
    own.told(change(0, true, 150));
    clock.at(150, () => seen.push(own.gate(log).brokers.leaderOf(0)));
    goTo(200);
    while (clock.fireNext());
    expect(seen).toEqual([0, 1]);
  });

  it("T7 V1 a step of a paused run takes it over although no timer goes off; later ones wait", () => {
    const own = new TopicBrokers(wiring, clock, []);
    own.told(change(0, true, 150));
    own.told(change(1, true, 300));
    goTo(200);
    own.stoppedAt(200);
    expect(own.gate(log).brokers.leaderOf(0)).toBe(1);
    expect(clock.nextMs()).toBe(300);
  });

  it("T7 is taken over before what is meant to be emitted later is decided about, however late the timers are", () => {
    const own = new TopicBrokers(wiring, clock, []);
    own.told(change(1, true, 180));
    own.told(change(0, true, 150));
    own.upTo(log, 149);
    expect(own.gate(log).brokers.leaderOf(0)).toBe(0);
    own.upTo(log, 170);
    expect([0, 1].map((partition) => own.gate(log).brokers.leaderOf(partition))).toEqual([1, 1]);
    expect(clock.nextMs()).toBe(180);
  });

  it("T7 keeps the order of times, also when a timer is late for the earlier change", () => {
    const own = new TopicBrokers(wiring, clock, []);
    own.told(change(0, true, 150));
    goTo(200);
    own.told(change(0, false, 190));
    while (clock.fireNext());
    expect(own.gate(log).brokers.isHealthy).toBe(true);
    expect(own.gate(log).brokers.leaderOf(0)).toBe(1);
  });

  it("T7 tells which partitions have a leader again, and since when", () => {
    const own = new TopicBrokers(wiring, clock, [change(0, true, 10), change(1, true, 20), change(2, true, 30)]);
    const told: unknown[] = [];
    own.onLedAgain((place, partitions, atMs) => told.push([place.id, partitions, atMs]));
    own.told(change(2, false, 90));
    expect(told).toEqual([["t", [0, 1, 2], 90]]);
  });
});
