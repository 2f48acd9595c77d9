import { z } from "zod";
import { count, flag } from "../kinds/fields.ts";
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
      "down for so long. A forecast takes every replica in it away for the same time.",
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
      "ignored. In a forecast its consumers' slots stand still, with the same locks (rule Q5), and its stages take nothing in; called nodes go on. Not on Windows.",
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({}),
    healedBy: "Locks that nobody renews run out, and the stalled check hands those events out again (Q5); the process goes on by itself.",
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
  "broker-down": defineExperiment({
    title: "Broker down",
    summary: "a broker of a topic dies",
    help: "Modelled in both modes: leaders move, acks and the minimum of in-sync replicas decide what is refused or lost (rule T7). It comes back at the end.",
    target: "topic",
    lasts: 10_000,
    parameters: z.strictObject({ broker: count({ title: "Broker", help: "Its number, from 0." }, { min: 0, max: 100 }).default(0) }),
    healedBy: "Another in-sync replica leads the partition; the broker catches up when it is back (T7).",
  }),
} as const satisfies Record<string, ExperimentDefinition>;

export type ExperimentType = keyof typeof EXPERIMENTS;

export const EXPERIMENT_TYPES = Object.keys(EXPERIMENTS) as ExperimentType[];

export function isExperimentType(name: string): name is ExperimentType {
  return Object.hasOwn(EXPERIMENTS, name);
}

/** The parameters of an experiment with every default filled in. */
export type ParametersOf<Type extends ExperimentType> = z.output<(typeof EXPERIMENTS)[Type]["parameters"]>;
