import { z } from "zod";
import { count, durationMs, flag, share } from "../kinds/fields.ts";
import { NETWORK_EXPERIMENTS } from "./network-experiments.ts";
import { REDIS_EXPERIMENTS } from "./redis-experiments.ts";
import { defineExperiment, type ExperimentDefinition } from "./experiment.ts";

/** Every experiment (rule O4), by the name that it has in files. */
export const EXPERIMENTS = {
  "crash-replica": defineExperiment({
    title: "Crash replicas",
    summary: "replicas of a consumer die",
    help: "They die with what they hold: it stalls and is delivered again. They come back after their back-off, 10 s doubling up to 5 min, and their cold start (rules C2, O2).",
    target: "consumer",
    lasts: "never",
    parameters: z.strictObject({ replicas: count({ title: "Replicas", help: "How many die, those that are up first.", unit: "replicas" }, { min: 1, max: 10_000 }).default(1) }),
    healedBy: "The channel hands out again what the replica held (Q5, T5), and the replica is started again after its back-off (O2).",
  }),
  "kill-zone": defineExperiment({
    title: "Kill zone",
    summary: "a zone's process is killed",
    help:
      "In a live run its worker process gets SIGKILL, and is started again: at once the first time, then after 10 s doubling up to 5 min (rule O2); with a duration it stays " +
      "down for so long. A forecast takes every replica in it away for the same time; its stages let nothing go and its called nodes answer nobody meanwhile, and are back with empty caches (rule C5).",
    target: "zone",
    lasts: "optional",
    parameters: z.strictObject({ graceful: flag({ title: "Graceful", help: "It may finish what it holds first, as when an operator stops it; else it dies with it." }).default(false) }),
    healedBy: "The supervisor starts the process again (O2); what it held is found by the stalled check, or by the group when its session times out, and delivered again (Q5, T5).",
  }),
  "freeze-zone": defineExperiment({
    title: "Freeze zone",
    summary: "a zone's process stands still, and goes on later",
    help:
      "In a live run its worker process gets SIGSTOP, and SIGCONT at the end. What it holds longer than its lock is delivered again, and what it then still makes of it is " +
      "ignored; partitions of topics go to the rest of the group when the session times out (rule T5). In a forecast its consumers' slots stand still, with the same locks and sessions, and its stages and called nodes with them. Not on Windows.",
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({}),
    healedBy: "Locks that nobody renews run out, and the stalled check hands those events out again (Q5); partitions go to others when the session times out (T5). The process goes on by itself, and joins its groups anew.",
  }),
  spike: defineExperiment({
    title: "Spike",
    summary: "a source emits a multiple of its rate",
    help: "Multiplies the source's rate, on top of what is planned for it (rule P7).",
    target: "source",
    lasts: 10_000,
    parameters: z.strictObject({ factor: z.number().min(0).max(1000).meta({ title: "Factor", help: "Of the source's rate; 0 silences it." }).default(5) }),
    healedBy: "The queue takes the burst; consumers, or their autoscaler, work it off (O1).",
  }),
  "slow-consumer": defineExperiment({
    title: "Slow consumer",
    summary: "a consumer takes longer for each event",
    help: "Multiplies the service times of what it begins meanwhile.",
    target: "consumer",
    lasts: 10_000,
    parameters: z.strictObject({ factor: z.number().min(0.01).max(1000).meta({ title: "Factor", help: "Of every service time." }).default(5) }),
    healedBy: "Work waits in the queue, and is worked off once the consumer is itself again.",
  }),
  "poison-event": defineExperiment({
    title: "Poison events",
    summary: "some of a source's events fail wherever they are processed",
    help: "A share of what the source emits meanwhile carries the header spillway-poison: every attempt at it fails, until its attempts are used up and it is dead-lettered (rules Q3, C3).",
    target: "source",
    lasts: 5000,
    parameters: z.strictObject({ share: share({ title: "Share", help: "Of the events that are emitted meanwhile." }).default(0.05) }),
    healedBy: "Attempts are limited, so that what cannot be processed ends in the dead letter, to be mended and redriven (Q3, X4).",
  }),
  reorder: defineExperiment({
    title: "Reorder",
    summary: "some of a queue's events come later than those behind them",
    help: "A share of what is put into the queue meanwhile may be taken only after a wait that is drawn up to the delay: events behind it overtake it.",
    target: "queue",
    lasts: 10_000,
    parameters: z.strictObject({
      share: share({ title: "Share", help: "Of the events that are put in meanwhile." }).default(0.2),
      delayMs: durationMs({ title: "Delay", help: "The longest that one is held back." }, { min: 1 }).default(500),
    }),
    healedBy: "Nothing: queues promise no order over several consumers and retries. What needs order takes a key's partition of a topic (T2), or must not mind.",
  }),
  duplicate: defineExperiment({
    title: "Duplicate",
    summary: "a channel delivers some of its events twice",
    help:
      "A share of what is put into it meanwhile is put in twice, one right after the other, with the same id for everyone who reads it: as by a producer that tries again without idempotence, or a broker that " +
      "delivers at least once. Both modes draw the same events. An exchange publishes such an event again; of an edge, what comes into a channel because of it does so twice.",
    target: "channel",
    lasts: 10_000,
    parameters: z.strictObject({ share: share({ title: "Share", help: "Of the events that are put in meanwhile." }).default(0.1) }),
    healedBy: "An idempotent consumer (C4), a queue that deduplicates (Q9) or a deduplicate stage (R3) leaves the second one out; without them the work is done twice, and the ledger counts it as duplicated (E4).",
  }),
  "store-down": defineExperiment({
    title: "Store replicas down",
    summary: "replicas of a database's partitions do not answer",
    help:
      "Modelled in both modes (rule S2): so many replicas of every partition are down, the primary among them. Where there is one, writes fail until its failover is over; calls fail " +
      "for as long as fewer replicas are up than the consistency needs (QUORUM lost).",
    target: "store",
    lasts: 10_000,
    parameters: z.strictObject({ replicas: count({ title: "Replicas", help: "Of every partition.", unit: "replicas" }, { min: 1, max: 100 }).default(1) }),
    healedBy: "Another replica becomes primary after the failover, where enough are left for the consistency (S2); callers retry, break the circuit or fall back (C5, R4).",
  }),
  "broker-down": defineExperiment({
    title: "Broker down",
    summary: "a broker of a topic dies",
    help: "Modelled in both modes: leaders move, acks and the minimum of in-sync replicas decide what is refused or lost (rule T7). It comes back at the end.",
    target: "topic",
    lasts: 10_000,
    parameters: z.strictObject({ broker: count({ title: "Broker", help: "Its number, from 0." }, { min: 0, max: 100 }).default(0) }),
    healedBy: "Another in-sync replica leads the partition; the broker catches up when it is back (T7).",
  }),
  ...NETWORK_EXPERIMENTS,
  ...REDIS_EXPERIMENTS,
} as const satisfies Record<string, ExperimentDefinition>;

export type ExperimentType = keyof typeof EXPERIMENTS;

export const EXPERIMENT_TYPES = Object.keys(EXPERIMENTS) as ExperimentType[];

export function isExperimentType(name: string): name is ExperimentType {
  return Object.hasOwn(EXPERIMENTS, name);
}

/** The parameters of an experiment with every default filled in. */
export type ParametersOf<Type extends ExperimentType> = z.output<(typeof EXPERIMENTS)[Type]["parameters"]>;
