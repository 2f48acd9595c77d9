import { z } from "zod";
import { experimentRequestSchema, experimentStateSchema } from "./chaos.ts";
import { checkRequestSchema, checkResponseSchema, compareRequestSchema, compareResponseSchema, writeRequestSchema, writeResponseSchema } from "./exports.ts";
import { discoverRequestSchema, discoveryItemSchema } from "./discovery.ts";
import { frameSchema } from "./frame.ts";
import { predictionSchema } from "./prediction.ts";
import { keptReportSchema, keptReportsSchema, reportOwnerSchema } from "./kept-report.ts";
import { reportSchema } from "./report.ts";
import { noticeSchema, runRequestSchema, runStateSchema, SPEED_MAX, SPEED_MIN } from "./run.ts";
import { runOwnerSchema } from "./run-owner.ts";
import { sampleSchema } from "./sample.ts";
import { sketchSchema } from "../../design/document/sketch.ts";
import { meetRequestSchema, swapRequestSchema, sweepRequestSchema, whatIfItemSchema } from "./what-if.ts";

const nothing = z.object({});
const path = z.string().min(1).max(4096);

const fileSchema = z.object({
  path,
  name: z.string(),
  text: z.string(),
  /** Changes with the content on disk; hand it back when saving, so that somebody else's change is noticed. */
  hash: z.string(),
});

/** Every call that a screen can make to the engine host: request and response, checked on both sides. */
export const calls = {
  /** First call on a connection. */
  hello: {
    request: nothing,
    response: z.object({
      version: z.string(),
      platform: z.string(),
      cpus: z.number(),
      /** Where the live executor's Redis is, or why there is none. */
      redis: z.object({ status: z.enum(["starting", "ready", "restarting", "failed", "external"]), message: z.string().optional() }),
      /** The design to open first, when one was named at the start. */
      open: path.optional(),
      run: runStateSchema.nullable(),
    }),
  },
  /** Reads a design file; errors: file-not-found, design-too-large. What is opened as a copy is no recent file. */
  "files.open": { request: z.object({ path, asCopy: z.boolean().optional() }), response: fileSchema },
  /** Writes atomically; `conflict` tells that the file changed since `hash` and that nothing was written. */
  "files.save": {
    request: z.object({ path, text: z.string(), hash: z.string().optional(), overwrite: z.boolean().default(false) }),
    response: z.object({ conflict: z.boolean(), hash: z.string(), path }),
  },
  "files.recent": {
    request: nothing,
    response: z.object({ files: z.array(z.object({ path, name: z.string(), openedAt: z.number() })) }),
  },
  /** Designs that come with the product. */
  "files.examples": {
    request: nothing,
    response: z.object({ files: z.array(z.object({ path, name: z.string(), description: z.string().optional() })) }),
  },
  /** Designs to begin with, each in outline. */
  "files.templates": {
    request: nothing,
    response: z.object({ files: z.array(z.object({ path, name: z.string(), description: z.string().optional(), sketch: sketchSchema })) }),
  },
  /** Lessons that come with the product, in the order in which they are taught. */
  "files.lessons": {
    request: nothing,
    response: z.object({ files: z.array(z.object({ path, title: z.string(), summary: z.string(), minutes: z.number() })) }),
  },
  /** A lesson's text and that of the design that it names; `hash` is of both, and null texts say that it is still `known`. Errors: file-not-found, design-too-large. */
  "lessons.open": {
    request: z.object({ path, known: z.string().optional() }),
    response: z.object({ path, hash: z.string(), text: z.string().nullable(), designText: z.string().nullable() }),
  },
  /** Folder listing for the browser's open and save dialogs: design files and folders only. */
  "files.list": {
    request: z.object({ folder: path.optional() }),
    response: z.object({
      folder: path,
      parent: path.nullable(),
      entries: z.array(z.object({ name: z.string(), path, kind: z.enum(["folder", "design"]) })),
    }),
  },
  /** What writing an export's files into a folder would change there; writes nothing. Errors: file-not-writable. */
  "exports.compare": { request: compareRequestSchema, response: compareResponseSchema },
  /** Writes files; the folder is made where it is missing. Errors: disk-full, file-not-writable. */
  "exports.write": { request: writeRequestSchema, response: writeResponseSchema },
  /** What the format's own schema or parser says of an export. Errors: internal, where the check itself cannot run. */
  "exports.check": { request: checkRequestSchema, response: checkResponseSchema },
  /** Keeps unsaved work; one entry per document key. */
  "recovery.write": { request: z.object({ key: z.string().min(1).max(200), path: path.nullable(), text: z.string() }), response: nothing },
  "recovery.list": {
    request: nothing,
    response: z.object({ entries: z.array(z.object({ key: z.string(), path: path.nullable(), name: z.string(), text: z.string(), savedAt: z.number() })) }),
  },
  "recovery.clear": { request: z.object({ key: z.string().min(1).max(200) }), response: nothing },
  /** How the user of this computer likes the app, by name: the same at every address and in every window. */
  "preferences.read": { request: nothing, response: z.object({ values: z.record(z.string(), z.unknown()) }) },
  /** Error: wrong-use, for what is too much. */
  "preferences.write": { request: z.object({ name: z.string().regex(/^[A-Za-z-]{1,40}$/), value: z.unknown() }), response: nothing },
  /** Addresses that webhooks may post to from this machine; never part of a design. */
  "webhooks.approved": { request: nothing, response: z.object({ webhooks: z.array(z.string()) }) },
  "webhooks.approve": { request: z.object({ url: z.string().max(2000) }), response: z.object({ webhooks: z.array(z.string()) }) },
  "webhooks.revoke": { request: z.object({ url: z.string().max(2000) }), response: z.object({ webhooks: z.array(z.string()) }) },
  /** Errors: design-has-problems, run-active, redis-…. */
  "run.start": { request: runRequestSchema, response: runStateSchema },
  "run.pause": { request: nothing, response: runStateSchema },
  "run.resume": { request: nothing, response: runStateSchema },
  /** Lets the next thing happen, then pauses again. */
  "run.step": { request: nothing, response: runStateSchema },
  "run.speed": { request: z.object({ speed: z.number().min(SPEED_MIN).max(SPEED_MAX) }), response: runStateSchema },
  /** Sends what lies in a dead letter over its redrive port; `events` is how many. Error: wrong-use. */
  "run.redrive": { request: z.object({ node: z.string().min(1).max(64) }), response: z.object({ events: z.number() }) },
  /**
   * Has a broker of a topic, counted from 0, die or come back (rule T7, modelled): now, or at a design time to come. `atMs` is when that is.
   * Error: wrong-use.
   */
  "run.broker": {
    request: z.object({ topic: z.string().min(1).max(64), broker: z.int().min(0).max(100), isDown: z.boolean(), atMs: z.number().min(0).optional() }),
    response: z.object({ atMs: z.number() }),
  },
  /** Live: starts the process of a zone that is down without waiting for its back-off (rule O2). Error: wrong-use. */
  "run.startZone": { request: z.object({ zone: z.string().min(1).max(64) }), response: runStateSchema },
  /** Begins an experiment (rule O4): now, or at a design time to come. Error: wrong-use, where it cannot be done to that target. */
  "run.experiment": { request: experimentRequestSchema, response: experimentStateSchema },
  /** Ends an experiment before its time, and undoes it. Error: wrong-use. */
  "run.endExperiment": { request: z.object({ id: z.string().min(1).max(64) }), response: experimentStateSchema },
  /** Stops producing and ends the run now; the report comes as for any end. */
  "run.stop": { request: nothing, response: runStateSchema },
  /** Forecast only: go to the end as fast as the machine can. */
  "run.finish": { request: nothing, response: runStateSchema },
  /** Applies changed settings to the run; `later` names nodes and edges whose change waits for the next run, and why. */
  "run.update": {
    request: z.object({ design: z.unknown(), path: path.optional() }),
    response: z.object({ applied: z.array(z.string()), later: z.array(z.object({ id: z.string(), why: z.string() })) }),
  },
  /** The newest report, if a run has ended, and when it did (Unix time, ms). */
  "run.report": { request: nothing, response: z.object({ report: reportSchema.nullable(), endedAt: z.number().optional(), owner: runOwnerSchema.optional() }) },
  /** The reports of a design's last runs. */
  "reports.list": { request: reportOwnerSchema, response: keptReportsSchema },
  /** A document has got its first file: its reports go with it. */
  "reports.adopt": { request: reportOwnerSchema, response: keptReportsSchema },
  /** Gives a report a name, or takes it away. Error: wrong-use, where too many have one. */
  "reports.label": { request: z.object({ owner: reportOwnerSchema, id: z.int().min(1), label: z.string().trim().max(60) }), response: keptReportsSchema },
  /** Deletes a report; what was changed before its run is told with the run after it. */
  "reports.remove": { request: z.object({ owner: reportOwnerSchema, id: z.int().min(1) }), response: keptReportsSchema },
  /** Takes back a deletion. */
  "reports.restore": { request: z.object({ owner: reportOwnerSchema, kept: keptReportSchema }), response: keptReportsSchema },
  /**
   * The present or last run as one HTML file that plays it without a server; `thinned` says what it leaves out, and `name` is the design's. With `of`, only when it is
   * a run of that document. Errors: no-run, design-too-large, file-not-found.
   */
  "run.replay": { request: z.object({ of: reportOwnerSchema.optional() }), response: z.object({ name: z.string(), html: z.string(), bytes: z.number(), thinned: z.string().nullable() }) },
  /** Rule F5: answered on the stream `whatIf`, under the request's id. Errors: design-has-problems, wrong-use. */
  "whatIf.sweep": { request: sweepRequestSchema, response: z.object({ total: z.number() }) },
  "whatIf.meet": { request: meetRequestSchema, response: nothing },
  "whatIf.swap": { request: swapRequestSchema, response: nothing },
  /** Looks through a running Redis, then watches it; answered on the stream `discovery`, under the request's id. Error: run-active. */
  "discover.start": { request: discoverRequestSchema, response: nothing },
  "discover.stop": { request: z.object({ id: z.string() }), response: nothing },
  "whatIf.cancel": { request: z.object({ id: z.string() }), response: nothing },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallRequest<Name extends CallName> = z.input<(typeof calls)[Name]["request"]>;
export type CallResponse<Name extends CallName> = z.output<(typeof calls)[Name]["response"]>;

/** Every stream that the engine host sends to each connected screen. */
export const streams = {
  frame: frameSchema,
  samples: z.array(sampleSchema),
  state: runStateSchema,
  report: z.object({ report: reportSchema, owner: runOwnerSchema.optional() }),
  /** The same report once it is kept, and how much room all reports take, bytes. */
  kept: z.object({ owner: reportOwnerSchema, kept: keptReportSchema, bytes: z.number(), mostBytes: z.number() }),
  notice: noticeSchema,
  /** The forecast beside a live run, at the design time of its newest frames. */
  prediction: predictionSchema,
  whatIf: whatIfItemSchema,
  discovery: discoveryItemSchema,
  redis: z.object({ status: z.enum(["starting", "ready", "restarting", "failed", "external"]), message: z.string().optional() }),
} as const satisfies Record<string, z.ZodType>;

export type StreamName = keyof typeof streams;
export type StreamItem<Name extends StreamName> = z.output<(typeof streams)[Name]>;
