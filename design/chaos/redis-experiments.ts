import { z } from "zod";
import { durationMs } from "../kinds/fields.ts";
import { defineExperiment } from "./experiment.ts";

const EMBEDDED_ONLY = "Only for the Redis that Spillway starts itself.";
const IN_FORECASTS = "In a forecast nobody takes or hands on anything meanwhile, producers do as they say (rule P5), and locks run out.";
const WAITS = "Work waits for Redis: producers block, drop or buffer as they say (P5), writes are made again, and events whose locks ran out are delivered again (Q5).";

/** What happens to Redis itself. */
export const REDIS_EXPERIMENTS = {
  "kill-redis": defineExperiment({
    title: "Kill Redis",
    summary: "Redis is killed, and started again",
    help: `In a live run the server gets SIGKILL, and is started again at the end, with what it had written: usually everything. ${IN_FORECASTS} ${EMBEDDED_ONLY}`,
    target: "redis",
    lasts: 3000,
    parameters: z.strictObject({}),
    healedBy: `The supervisor starts Redis again. ${WAITS}`,
  }),
  "power-loss": defineExperiment({
    title: "Power loss",
    summary: "the machine of Redis loses its power",
    help:
      "In a live run the server is killed, its append-only file is cut to what had reached the disk, and it is started again at the end: an audited run says which events that took. " +
      `A forecast loses what sources put into channels while nothing reached the disk (their rate × Not on disk), and then has Redis away. ${EMBEDDED_ONLY}`,
    target: "redis",
    lasts: 3000,
    parameters: z.strictObject({
      unsyncedMs: durationMs({ title: "Not on disk", help: "How long before the power failed the disk was written last; it fails so long after the experiment begins. Of no effect where every write is synced." }, { max: 1000 }).default(1000),
    }),
    healedBy: `The supervisor starts Redis again, with what had reached the disk; what had not is lost, but for what a source tells again (E4). ${WAITS}`,
  }),
  "redis-read-only": defineExperiment({
    title: "Redis read-only",
    summary: "Redis refuses every write",
    help: `In a live run every write is answered with NOREPLICAS, as by a server that has too few replicas (min-replicas-to-write), and is made again until it is taken. ${IN_FORECASTS} ${EMBEDDED_ONLY}`,
    target: "redis",
    lasts: 3000,
    parameters: z.strictObject({}),
    healedBy: WAITS,
  }),
  "redis-out-of-memory": defineExperiment({
    title: "Redis out of memory",
    summary: "Redis refuses what needs memory",
    help: `In a live run whatever needs memory is answered with OOM, as by a server at its maxmemory that evicts nothing, and is made again until it is taken. ${IN_FORECASTS} ${EMBEDDED_ONLY}`,
    target: "redis",
    lasts: 3000,
    parameters: z.strictObject({}),
    healedBy: WAITS,
  }),
};
