import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import { LogGate } from "../core/log/log-gate.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { Timer } from "../core/clock.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";

/**
 * The brokers of a live run's topics as one process knows them (rule T7, modelled). The host tells every process which broker dies or comes
 * back, and at which design time: each takes it over in the order of its timers, before or after the same emissions as a forecast.
 */
export class TopicBrokers {
  private readonly gates = new Map<string, LogGate>();
  private readonly pending = new Map<TimedBrokerChange, Timer>();
  private readonly listeners: ((log: Place, partitions: readonly number[], atMs: number) => void)[] = [];

  /** `changes`: what the host has told before this process was there, in order. */
  constructor(
    private readonly wiring: Wiring,
    private readonly clock: RunClock,
    changes: readonly TimedBrokerChange[],
  ) {
    for (const place of wiring.keepers) if (place.behaviour.role === "log") this.gates.set(place.id, new LogGate(topicOf(place)));
    for (const change of changes) this.told(change);
  }

  gate(log: Place): LogGate {
    const gate = this.gates.get(log.id);
    if (!gate) throw new Error(`${log.name} is no topic.`);
    return gate;
  }

  /** Calls `listener` when partitions of a topic have a leader again. */
  onLedAgain(listener: (log: Place, partitions: readonly number[], atMs: number) => void): void {
    this.listeners.push(listener);
  }

  /** Takes a change over when its time has come. */
  told(change: TimedBrokerChange): void {
    if (change.atMs <= this.clock.now()) return this.carryOut(change);
    this.pending.set(change, this.clock.at(change.atMs, () => this.carryOut(change)));
  }

  /** Takes over what is due in a run that is paused, whose timers do not go off: a step takes every process to the same time. */
  catchUp(): void {
    for (const [change, timer] of this.pending) {
      if (change.atMs > this.clock.now()) continue;
      timer.cancel();
      this.carryOut(change);
    }
  }

  private carryOut(change: TimedBrokerChange): void {
    this.pending.delete(change);
    const log = this.wiring.node(change.topic);
    const partitions = this.gate(log).setBroker(change.broker, change.isDown, change.atMs);
    for (const listener of this.listeners) listener(log, partitions, change.atMs);
  }
}
