import { z } from "zod";
import { count, durationMs } from "../kinds/fields.ts";
import { defineExperiment } from "./experiment.ts";

const REAL = "In a live run the zone's process reaches Redis through a proxy of Spillway's, which does so;";
const CUT_OFF = "a forecast has its consumers go on with what they hold, but take nothing and hand nothing on meanwhile; calls go on.";
const LOCKS = "Locks that could not be renewed run out, and their events are delivered again (Q5).";

/** What happens to the connections between a zone and Redis, named as Toxiproxy names its toxics. */
export const NETWORK_EXPERIMENTS = {
  latency: defineExperiment({
    title: "Latency",
    summary: "every answer of Redis reaches a zone later",
    help:
      `${REAL} it holds back what Redis answers. In a forecast consumers take and finish events as BullMQ's worker does, each command as much longer; ` +
      "calls, stages and topics are left as they are.",
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({
      latency: durationMs({ title: "Latency", help: "Added to each answer." }, { max: 60_000 }).default(100),
      jitter: durationMs({ title: "Jitter", help: "Each answer's latency is up to so much more or less, evenly." }, { max: 60_000 }).default(0),
    }),
    healedBy: `Work takes longer and waits in the queue; it is worked off once the answers are quick again. ${LOCKS}`,
  }),
  bandwidth: defineExperiment({
    title: "Bandwidth",
    summary: "only so many bytes a second pass between a zone and Redis",
    help: `${REAL} it passes so many bytes a second on each connection, each way. In a forecast the commands of BullMQ's worker pass one after the other, some 2 KB for each event; calls, stages and topics are left as they are.`,
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({ rate: z.number().min(0.1).max(10_000_000).meta({ title: "Rate", help: "KB a second, on each connection and each way." }).default(10) }),
    healedBy: `Work waits in the queue, and is worked off once there is room. ${LOCKS}`,
  }),
  timeout: defineExperiment({
    title: "Timeout",
    summary: "data between a zone and Redis vanishes",
    help: `${REAL} it drops what comes, and closes each connection after the timeout, or at the end where that is 0; ${CUT_OFF}`,
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({ timeout: durationMs({ title: "Timeout", help: "A connection is closed after so long; 0 for at the end." }, { max: 3_600_000 }).default(0) }),
    healedBy: `Clients connect anew and send again what was not answered; writes are safe to repeat (E2). ${LOCKS}`,
  }),
  reset: defineExperiment({
    title: "Reset",
    summary: "connections between a zone and Redis are reset",
    help: `${REAL} it resets each connection, new ones too, after the timeout; ${CUT_OFF} That is rough where connections live for a while.`,
    target: "zone",
    lasts: 3000,
    parameters: z.strictObject({ timeout: durationMs({ title: "Timeout", help: "A connection lives so long; 0 for not at all." }, { max: 3_600_000 }).default(0) }),
    healedBy: `Clients connect anew and send again what was not answered; writes are safe to repeat (E2). ${LOCKS}`,
  }),
  "slow-close": defineExperiment({
    title: "Slow close",
    summary: "the end of a connection between a zone and Redis is noticed later",
    help:
      `${REAL} when one side closes a connection, or dies, the other one hears of it so much later. It shows with what closes connections: a killed zone, a killed Redis, a reset. ` +
      "A forecast takes it for nothing: what a zone holds is found by its locks there, never by its connections.",
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({ delay: durationMs({ title: "Delay", help: "How much later." }, { max: 3_600_000 }).default(1000) }),
    healedBy: `Clients notice by themselves, by their own time-outs, and connect anew; writes are safe to repeat (E2). ${LOCKS}`,
  }),
  slicer: defineExperiment({
    title: "Slicer",
    summary: "what Redis answers comes in small slices",
    help: `${REAL} it cuts what Redis answers into slices, each so much later than the one before. In a forecast each answer that BullMQ's worker waits for is as much longer.`,
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({
      averageSize: count({ title: "Average size", help: "Of a slice.", unit: "bytes" }, { min: 1, max: 1_000_000 }).default(64),
      sizeVariation: count({ title: "Size variation", help: "A slice is up to so much longer or shorter, evenly.", unit: "bytes" }, { min: 0, max: 1_000_000 }).default(0),
      delay: count({ title: "Delay", help: "Between two slices.", unit: "µs" }, { min: 0, max: 60_000_000 }).default(1000),
    }),
    healedBy: "Whoever reads puts the slices together again; work takes longer meanwhile, and what waits in the queue is worked off.",
  }),
  "limit-data": defineExperiment({
    title: "Limit data",
    summary: "connections between a zone and Redis close after so many bytes",
    help:
      `${REAL} it closes each connection, new ones too, once Redis has answered so many bytes on it. A forecast takes it for nothing: clients are back at once, and send again what was not answered. ` +
      "A limit that no greeting fits into (some 10 KB) cuts the zone off in a live run.",
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({ bytes: count({ title: "Bytes", help: "That a connection passes before it is closed.", unit: "bytes" }, { min: 1, max: 1_000_000_000 }).default(100_000) }),
    healedBy: `Clients connect anew and send again what was not answered; writes are safe to repeat (E2). ${LOCKS}`,
  }),
  partition: defineExperiment({
    title: "Partition",
    summary: "nothing passes between a zone and Redis",
    help: `${REAL} it holds back everything, both ways, until the end; ${CUT_OFF}`,
    target: "zone",
    lasts: 10_000,
    parameters: z.strictObject({}),
    healedBy: LOCKS,
  }),
};
