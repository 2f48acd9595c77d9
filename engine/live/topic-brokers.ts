import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { LogGate } from "../core/log/log-gate.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { Timer } from "../core/clock.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";

interface Pending {
  readonly change: TimedBrokerChange;
  readonly timer: Timer;
}

/**
 * The brokers of a live run's topics as one process knows them (rule T7, modelled). The host tells every process which broker dies or comes
 * back, and at which design time: each takes it over before it decides about what was meant to be emitted later, as a forecast does, however late
 * its timers are.
 */
export class TopicBrokers {
  private readonly gates = new Map<Place, LogGate>();
  /** Changes whose time has not come, by topic and time. */
  private readonly pending = new Map<Place, Pending[]>();
  private readonly listeners: ((log: Place, partitions: readonly number[], atMs: number) => void)[] = [];

  /** `changes`: what the host has told before this process was there, in order. */
  constructor(
    private readonly wiring: Wiring,
    private readonly clock: RunClock,
    changes: readonly TimedBrokerChange[],
  ) {
    for (const place of wiring.keepers) if (place.behaviour.role === "log") this.gates.set(place, new LogGate(topicOf(place)));
    for (const change of changes) this.told(change);
  }

  gate(log: Place): LogGate {
    const gate = this.gates.get(log);
    if (!gate) throw new Error(`${log.name} is no topic.`);
    return gate;
  }

  /** Calls `listener` when partitions of a topic have a leader again. */
  onLedAgain(listener: (log: Place, partitions: readonly number[], atMs: number) => void): void {
    this.listeners.push(listener);
  }

  /** Takes a change over when its time has come. */
  told(change: TimedBrokerChange): void {
    const log = this.wiring.node(change.topic);
    if (change.atMs <= this.clock.now()) {
      // What is due before it may wait for a timer that is late.
      this.upTo(log, change.atMs);
      return this.carryOut(log, change);
    }
    const timer = this.clock.at(change.atMs, () => this.upTo(log, change.atMs));
    this.pending.set(log, [...(this.pending.get(log) ?? []), { change, timer }].toSorted((a, b) => a.change.atMs - b.change.atMs));
  }

  /** Takes over what is to happen at a topic by a design time. */
  upTo(log: Place, atMs: number): void {
    const pending = this.pending.get(log);
    for (let first = pending?.[0]; first && first.change.atMs <= atMs; first = pending?.[0]) {
      pending?.shift();
      first.timer.cancel();
      this.carryOut(log, first.change);
    }
  }

  /** A paused run is at a design time: no timer has gone off, but a step takes every process there. */
  stoppedAt(atMs: number): void {
    for (const log of this.pending.keys()) this.upTo(log, atMs);
  }

  private carryOut(log: Place, change: TimedBrokerChange): void {
    const partitions = this.gate(log).setBroker(change.broker, change.isDown, change.atMs);
    for (const listener of this.listeners) listener(log, partitions, change.atMs);
  }
}
