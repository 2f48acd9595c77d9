import { z } from "zod";
import { alertRecordSchema } from "./alerts.ts";
import { MOST_EACH_STANDS_FOR } from "../../design/coarse/most-each-stands-for.ts";
import { experimentStateSchema } from "./chaos.ts";
import { runOwnerSchema } from "./run-owner.ts";
import { joiningSchema, workerStateSchema, zoneStateSchema } from "./zones.ts";

export const MODES = ["live", "forecast"] as const;
export type Mode = (typeof MODES)[number];

export const SPEED_MIN = 0.1;
export const SPEED_MAX = 10;

/** What a run is asked to do. */
export const runRequestSchema = z.object({
  /** The design as a document; checked again by the engine. */
  design: z.unknown(),
  /** The file that it was opened from or saved to: recorded traces lie beside it. */
  path: z.string().max(4096).optional(),
  /** Key of the document, under which the report is kept while it is in no file; without it and a path it is not kept. */
  document: z.string().min(1).max(200).optional(),
  mode: z.enum(MODES),
  seed: z.number().int().min(0).optional(),
  /** How long producers produce, ms of design time; without it until each one's limit, or a stop. */
  forMs: z.number().positive().optional(),
  /** The longest wait for events in flight after that, ms of design time. */
  drainMs: z.number().min(0).default(90_000),
  speed: z.number().min(SPEED_MIN).max(SPEED_MAX).default(1),
  /** Begin paused, to be stepped through. */
  paused: z.boolean().default(false),
  /** Of a forecast: how many events each simulated one stands for, or as many as it takes to be quick and small (rule F6). Every one is simulated without it. */
  eachStandsFor: z.union([z.number().int().min(1).max(MOST_EACH_STANDS_FOR), z.literal("auto")]).optional(),
  /** Record every event's birth and ends by id, so that a live run names what was lost or duplicated (rule E4). It costs time and memory. */
  audit: z.boolean().default(false),
});
export type RunRequest = z.output<typeof runRequestSchema>;

/** Where a run stands. */
export const runStateSchema = z.object({
  runId: z.string(),
  /** Without it the run is of no document in particular. */
  owner: runOwnerSchema.optional(),
  mode: z.enum(MODES),
  phase: z.enum(["starting", "running", "paused", "draining", "stopping", "finished", "failed"]),
  atMs: z.number(),
  forMs: z.number().nullable(),
  speed: z.number(),
  seed: z.number(),
  /** What a drain waits for, or why it failed, in a sentence. */
  message: z.string().optional(),
  /** Where the run listens on this machine, with the token that lets in. */
  endpoints: z
    .array(
      z.object({
        node: z.string(),
        type: z.enum(["http", "websocket"]),
        url: z.string(),
        token: z.string(),
        clients: z.number().optional(),
        dropped: z.number().optional(),
      }),
    )
    .optional(),
  /** Its experiments, in the order in which they begin (rule O4). */
  experiments: z.array(experimentStateSchema).optional(),
  /** Live: how the process of each zone stands (rules O2, O3). */
  zones: z.array(zoneStateSchema).optional(),
  /** Live: who joined from other machines. */
  workers: z.array(workerStateSchema).optional(),
  /** Live: how others may join. */
  joining: joiningSchema.optional(),
  /** What its alerts did, newest last: the last 50 lines (rule O6). Absent where the design has no alerts. */
  alerts: z.array(alertRecordSchema).optional(),
  /** Of a coarse forecast: how many events each simulated one stands for (rule F6). */
  eachStandsFor: z.number().optional(),
  /** Share done, 0 to 1, when the end is known. */
  progress: z.number().optional(),
});
export type RunState = z.output<typeof runStateSchema>;

/** One line for the person in front of the screen: what happened and what the engine does about it. */
export const noticeSchema = z.object({
  level: z.enum(["info", "warning", "error"]),
  code: z.string(),
  message: z.string(),
  atMs: z.number().optional(),
  /** Id of the node that it is about. */
  node: z.string().optional(),
});
export type Notice = z.output<typeof noticeSchema>;
