import { z } from "zod";
import { formatCount, formatTime } from "../words/numbers.ts";
import { choice, count, durationMs } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT } from "./kind.ts";

/** Settings of a topic. */
export const topicSettingsSchema = z.strictObject({
  partitions: count({ title: "Partitions", help: "Events of one key share a partition; order is kept in a partition and nowhere else." }, { min: 1, max: 1000 }).default(3),
  replicationFactor: count({ title: "Replication factor", help: "Modelled: on how many brokers each partition lies." }, { min: 1, max: 9 }).default(3),
  minInsyncReplicas: count(
    { title: "Min in-sync replicas", help: "Modelled: with acks all, fewer replicas than this take no events. Kafka's own default is 1." },
    { min: 1, max: 9 },
  ).default(2),
  acks: choice(["0", "1", "all"], { title: "Acks", help: "Modelled: who has an event before its emitter goes on: nobody, the leader, or every in-sync replica." }).default("all"),
  retentionMs: durationMs({ title: "Retention", help: "How long events are kept, read or not; 7 days by default." }, { min: 1 }).default(604_800_000),
  retentionBytes: count({ title: "Retention size", help: "The most that each partition keeps; the oldest go first.", unit: "bytes" }, { min: 1, max: 1e15 }).optional(),
  unkeyed: choice(["sticky", "round-robin"], {
    title: "Without a key",
    help: "Fill a batch of 16,384 bytes for one partition, then draw another; or take the partitions by turns.",
  }).default("sticky"),
});

export type TopicSettings = z.output<typeof topicSettingsSchema>;

/** What a consumer group does with an event that fails; written on the edge by which it reads. */
export const topicEdgeSchema = z.strictObject({
  attempts: count(
    { title: "Attempts", help: "How often an event is tried, in place: its partition waits meanwhile. 10 is Spring Kafka's default.", unit: "attempts" },
    { min: 1, max: 1000 },
  ).default(10),
  backoffMs: durationMs({ title: "Backoff", help: "The wait before each further attempt." }).default(0),
});

/** How a group reads a topic. */
export type TopicEdgeSettings = z.output<typeof topicEdgeSchema>;

/** A log that every consumer group reads for itself (rules T1 to T7). */
export const topic = defineKind({
  title: "Topic",
  summary: "every group reads it",
  help:
    "A log in partitions, as in Kafka. Every consumer connected to it is a group of its own and gets every event, unless consumers name the same " +
    "group. The replicas of a group share the partitions, one event of a partition at a time; replicas beyond the number of partitions are " +
    "idle. Replication, in-sync replicas and acks are modelled.",
  category: "channels",
  role: "log",
  icon: "rows-3",
  version: 1,
  migrations: [],
  settings: topicSettingsSchema,
  ports: () => [EVENT_IN, EVENT_OUT],
  edges: (port) => (port === "out" ? topicEdgeSchema : undefined),
  check: ({ minInsyncReplicas, replicationFactor }) =>
    minInsyncReplicas > replicationFactor
      ? [
          {
            severity: "error",
            path: ["minInsyncReplicas"],
            message: `${minInsyncReplicas} in-sync replicas can never be met with a replication factor of ${replicationFactor}: nothing would be written. Lower the one or raise the other.`,
          },
        ]
      : [],
  detail: (settings) => `${formatCount(settings.partitions)} ${settings.partitions === 1 ? "partition" : "partitions"}`,
  gist: (settings) => `acks ${settings.acks} · ${formatCount(settings.replicationFactor)} replicas · keeps ${formatTime(settings.retentionMs)}`,
});
