import { z } from "zod";
import { alertStandingSchema } from "./alerts.ts";
import { ledgerSchema } from "./ledger.ts";
import { sloVerdictSchema } from "./report.ts";
import { NO_STATS, statsSchema } from "./stats.ts";

const n = z.number();

/** How many of a circuit breaker's states, one for each replica that calls, are which (rule R4). */
export const breakerFrameSchema = z.object({ closed: n, open: n, halfOpen: n });
export type BreakerFrame = z.output<typeof breakerFrameSchema>;

/** How many of a load balancer's targets get something, and how many have left for failing their health checks (rule R5). */
export const targetsFrameSchema = z.object({ in: n, out: n });
export type TargetsFrame = z.output<typeof targetsFrameSchema>;

/**
 * One node or implicit queue in one frame. Counts (`in`, `out`, `errors`, `retries`, …) are those of this frame's
 * interval; rates are smoothed over the last second; stats are over the last 5 s of design time, merged from HDR
 * histograms (rule M2). A channel's `waitMs` is the time that events waited in it; a consumer's the same for the
 * events that it took.
 */
export const nodeFrameSchema = z.object({
  in: n,
  out: n,
  errors: n,
  retries: n,
  /** Attempts that stalled: their worker died or froze, and the channel handed them out again. */
  stalls: n,
  /** Events that came, or were done, a second time: work that was handed out again, children that were put again (rule M1). */
  duplicates: n,
  /** Events that left for a dead letter: at the queue that gave them up, and at the consumer whose attempt was the last. */
  deadLetters: n,
  refused: n,
  inPerSecond: n,
  outPerSecond: n,
  /** Events ready or waiting for their time (a channel), the lag of its slowest group (a topic), or lying here for good (sink, dead letter: total so far). */
  depth: n,
  /** Events held in slots. */
  inFlight: n,
  /** Slots that could be busy now. */
  capacity: n,
  /** Share of slot time that was busy in the last second, 0 to 1. */
  utilization: n,
  waitMs: statsSchema,
  serviceMs: statsSchema,
  /** End-to-end latency of what arrived at this sink. */
  endToEndMs: statsSchema.optional(),
  /** One character a slot: `i` idle, `b` busy, `f` failing (its last attempt failed), `d` down, `s` starting, `n` has no partition to read. At most 200. */
  slots: z.string().optional(),
  /** How many replicas are down until their back-off is over, and when the first of them is started again: design time, ms (rules C2, O2). */
  restarts: z.object({ replicas: n, atMs: n }).optional(),
  /** Where its slots are, while some are on another machine: first those here (an empty name), then those of each worker that joined. */
  runsOn: z.array(z.object({ worker: z.string(), slots: n, busy: n })).optional(),
  /** Of a topic: for each group, how many events of each partition it has not committed yet (rule T4). */
  lag: z.record(z.string(), z.array(n)).optional(),
  /** Share of reads that a cache answered itself in the last second in which there were any, 0 to 1 (rule S1). */
  hitRatio: n.optional(),
  breaker: breakerFrameSchema.optional(),
  /** A load balancer with health checks; in a live run as the process sees it that misses most. */
  targets: targetsFrameSchema.optional(),
  /** An autoscaler: the replicas that it has set, and what it saw last; null before its first look. */
  scaling: z.object({ replicas: n, metric: n.nullable() }).optional(),
});
export type NodeFrame = z.output<typeof nodeFrameSchema>;

/** The frame of a node at which nothing happened. */
export const STILL_NODE: NodeFrame = {
  in: 0,
  out: 0,
  errors: 0,
  retries: 0,
  stalls: 0,
  duplicates: 0,
  deadLetters: 0,
  refused: 0,
  inPerSecond: 0,
  outPerSecond: 0,
  depth: 0,
  inFlight: 0,
  capacity: 0,
  utilization: 0,
  waitMs: NO_STATS,
  serviceMs: NO_STATS,
};

/** What crossed an edge; `duplicates` had crossed it before, `deadLetters` went to a dead letter (rule M1). */
export const edgeFrameSchema = z.object({ count: n, failed: n, duplicates: n, deadLetters: n, perSecond: n });
export type EdgeFrame = z.output<typeof edgeFrameSchema>;

/** The frame of an edge that nothing crossed. */
export const STILL_EDGE: EdgeFrame = { count: 0, failed: 0, duplicates: 0, deadLetters: 0, perSecond: 0 };

export const processFrameSchema = z.object({
  name: z.string(),
  pid: n,
  /** Processor time used in the last second, in per cent of one core. */
  cpuPercent: n,
  memoryMb: n,
  /** How late the event loop runs, p99 over the last second, in ms. */
  loopDelayMs: n,
});
export type ProcessFrame = z.output<typeof processFrameSchema>;

/** What happened in 100 ms of design time at speed 1 (rule M1). Both executors emit the same. */
export const frameSchema = z.object({
  seq: n,
  /** Design time at the end of the interval, in ms since the run began. */
  atMs: n,
  /** Length of the interval in design time, ms. */
  intervalMs: n,
  nodes: z.record(z.string(), nodeFrameSchema),
  /** Implicit queues by edge id (rule G2). */
  channels: z.record(z.string(), nodeFrameSchema),
  edges: z.record(z.string(), edgeFrameSchema),
  /** End-to-end latency over all sinks, last 5 s. */
  endToEndMs: statsSchema,
  ledger: ledgerSchema,
  processes: z.array(processFrameSchema),
  /** `cpuPercent` is that of the one thread that carries commands out; `answerMs` how long its last answer took. */
  redis: z.object({ memoryMb: n, operationsPerSecond: n, cpuPercent: n.optional(), answerMs: n.optional(), connected: z.boolean() }).optional(),
  /** Who cannot keep up, so that measured times may be the machine's rather than the design's (rule M3). */
  saturated: z.array(z.object({ what: z.string(), by: z.string() })),
  /** How each SLO stands; in one frame of ten (rule O5). */
  slos: z.array(sloVerdictSchema).optional(),
  /** How each alert stands, in the design's order (rule O6). Absent where the design has none. */
  alerts: z.array(alertStandingSchema).optional(),
  /** Samples stand for this many events each; 1 when every event is sampled. */
  sampling: n,
});
export type Frame = z.output<typeof frameSchema>;
