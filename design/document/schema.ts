import { z } from "zod";
import { alertSchema } from "../alerts/alert.ts";
import { idSchema, nameSchema } from "./identifiers.ts";

/** Version of the document's own shape; each kind's settings have a version beside it. */
export const DOCUMENT_VERSION = 1;

const finite = z.number().min(-1e7).max(1e7);
export const pointSchema = z.strictObject({ x: finite, y: finite });
const settingsSchema = z.record(z.string(), z.json());

export const nodeSchema = z.strictObject({
  id: idSchema,
  kind: z.string().min(1).max(64),
  /** Version of the kind's settings; 1 where it is not written. */
  kindVersion: z.number().int().min(1).optional(),
  name: nameSchema.optional(),
  position: pointSchema,
  zone: idSchema.optional(),
  settings: settingsSchema.optional(),
  notes: z.string().max(20_000).optional(),
});

const endSchema = z.strictObject({ node: idSchema, port: z.string().min(1).max(64) });

export const edgeSchema = z.strictObject({
  id: idSchema,
  from: endSchema,
  to: endSchema,
  label: nameSchema.optional(),
  settings: settingsSchema.optional(),
});

export const zoneSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.meta({ title: "Name", help: "What the zone is called on the canvas and in notices." }),
  kind: z.enum(["zone", "region", "host"]).meta({ title: "Sort", help: "An availability zone, a region, or one host." }).optional(),
  provider: z.enum(["aws", "azure", "gcp", "onprem"]).meta({ title: "Provider", help: "Whose it is, for exports." }).optional(),
});

export const SLO_METRICS = [
  "throughputPerSecond",
  "endToEndMs",
  "waitMs",
  "serviceMs",
  "errorRate",
  "lost",
  "duplicates",
  "depth",
  "lag",
  "utilization",
] as const;

export const sloSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.meta({ title: "Name", help: "As it is called in the report." }),
  target: z.union([
    z.strictObject({ node: idSchema }),
    z.strictObject({ path: z.array(idSchema).min(1) }),
    z.strictObject({ all: z.literal(true) }),
  ]),
  metric: z.enum(SLO_METRICS).meta({ title: "Metric", help: "Times are in ms; an error rate and a utilisation are shares from 0 to 1." }),
  percentile: z.number().gt(0).max(100).meta({ title: "Percentile", help: "Of a time; without it the mean." }).optional(),
  op: z.enum(["<=", ">=", "=="]).meta({ title: "Must be", help: "At most, at least, or exactly." }),
  value: z.number().meta({ title: "Value", help: "The number that it is held against." }),
  windowMs: z.number().positive().meta({ title: "Window", help: "Judged over every window of this length, the worst counts; without it over the whole run.", unit: "ms" }).optional(),
  forMs: z.number().min(0).meta({ title: "For", help: "It is missed only when it is missed for as long as this.", unit: "ms" }).optional(),
});

const loadStepSchema = z.strictObject({
  atMs: z.number().min(0),
  node: idSchema,
  rateFactor: z.number().min(0).optional(),
  ratePerSecond: z.number().min(0).optional(),
  durationMs: z.number().min(0).optional(),
  shape: z.enum(["step", "ramp"]).optional(),
});

const chaosSchema = z.strictObject({
  id: idSchema,
  atMs: z.number().min(0),
  durationMs: z.number().min(0).optional(),
  experiment: z.string().min(1).max(64),
  target: z.json(),
  parameters: settingsSchema.optional(),
  /** What is expected: in words, or also as a claim on the SLOs that is judged (rule O4). */
  hypothesis: z
    .union([
      z.string().max(2000),
      z.strictObject({
        text: z.string().max(2000).optional(),
        holds: z.boolean().optional(),
        recoversWithinMs: z.number().min(0).optional(),
        slos: z.array(idSchema).max(1000).optional(),
      }),
    ])
    .optional(),
});

export const annotationSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(20_000),
  position: pointSchema,
  size: z.strictObject({ width: z.number().positive().max(1e5), height: z.number().positive().max(1e5) }).optional(),
});

/** The most records of each list: enough for any drawing, and few enough for every screen and check. */
export const LIST_LIMITS = { nodes: 10_000, edges: 30_000, zones: 1000, slos: 1000, alerts: 200, annotations: 10_000 } as const;

/**
 * A design as it lies in a file. Optional parts stay absent when they are not written, so that saving a file that was
 * not changed gives the same text. Properties that start with `x-` are allowed everywhere and kept (see `load.ts`).
 */
export const documentSchema = z.strictObject({
  format: z.literal("spillway"),
  version: z.literal(DOCUMENT_VERSION),
  name: nameSchema,
  description: z.string().max(20_000).optional(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  nodes: z.array(nodeSchema).max(LIST_LIMITS.nodes),
  edges: z.array(edgeSchema).max(LIST_LIMITS.edges),
  zones: z.array(zoneSchema).max(LIST_LIMITS.zones).optional(),
  scenario: z
    .strictObject({ load: z.array(loadStepSchema).max(10_000).optional(), chaos: z.array(chaosSchema).max(10_000).optional() })
    .optional(),
  slos: z.array(sloSchema).max(LIST_LIMITS.slos).optional(),
  alerts: z.array(alertSchema).max(LIST_LIMITS.alerts).optional(),
  annotations: z.array(annotationSchema).max(LIST_LIMITS.annotations).optional(),
  view: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number().positive().max(100) }).optional(),
});

export type Design = z.output<typeof documentSchema>;
export type DesignNode = z.output<typeof nodeSchema>;
export type DesignEdge = z.output<typeof edgeSchema>;
export type Zone = z.output<typeof zoneSchema>;
export type Slo = z.output<typeof sloSchema>;
export type Annotation = z.output<typeof annotationSchema>;
export type Point = z.output<typeof pointSchema>;
export type Json = z.output<ReturnType<typeof z.json>>;
