import type { z } from "zod";
import { alertSchema } from "../alerts/alert.ts";
import { misfitsOf } from "../checks/issue-sentences.ts";
import { AppError } from "../errors.ts";
import { capital } from "./display-name.ts";
import { diffDesigns, type DesignDiff } from "./diff.ts";
import { withoutExtensions } from "./extensions.ts";
import {
  annotationSchema,
  documentSchema,
  edgeSchema,
  LIST_LIMITS,
  nodeSchema,
  sloSchema,
  zoneSchema,
  type Design,
  type DesignEdge,
  type DesignNode,
  type Json,
} from "./schema.ts";

const LISTS = ["nodes", "edges", "zones", "annotations", "slos", "alerts"] as const;
const RECORDS = { nodes: nodeSchema, edges: edgeSchema, zones: zoneSchema, annotations: annotationSchema, slos: sloSchema, alerts: alertSchema } as const;
const PROPERTIES = documentSchema.partial();

/**
 * The change that sets some of a design's lists and properties; what says the same as before is no change. Throws an
 * AppError `wrong-use` when the outcome would not fit the format, so that nothing can be saved that cannot be loaded.
 */
export function edit(design: Design, change: Partial<Design>): DesignDiff {
  const after = { ...design, ...change };
  const diff = diffDesigns(design, after);
  for (const list of LISTS) {
    const { added, updated } = diff[list];
    if (added.length > 0 && (after[list]?.length ?? 0) > LIST_LIMITS[list])
      throw new AppError("wrong-use", `A design has at most ${LIST_LIMITS[list]} ${list}.`);
    for (const { record } of added) assertFits(record, RECORDS[list]);
    for (const [, record] of updated) assertFits(record, RECORDS[list]);
  }
  for (const [property, [, value]] of Object.entries(diff.properties)) assertFits({ [property]: value }, PROPERTIES);
  return diff;
}

function assertFits(value: unknown, schema: z.ZodType): void {
  const given = value as Json;
  const parsed = schema.safeParse(withoutExtensions(given, schema));
  if (parsed.success) return;
  throw new AppError("wrong-use", capital(misfitsOf(parsed.error, schema, given)[0]?.sentence ?? "This does not fit the format."));
}

/** An optional list as it is written: absent when it has become empty. */
export function optionalList<R>(list: R[]): R[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The list with one record replaced: the first with that id. */
export function replaceById<R extends { id: string }>(list: readonly R[], record: R): R[] {
  const index = list.findIndex((each) => each.id === record.id);
  return list.map((each, at) => (at === index ? record : each));
}

/** The record without a property, or with it set: undefined is absent. */
export function withProperty<R extends object, Key extends keyof R>(record: R, key: Key, value: R[Key] | undefined): R {
  const copy = { ...record, [key]: value };
  if (value === undefined) Reflect.deleteProperty(copy, key);
  return copy;
}

/** The node with an id. Throws an AppError `wrong-use` when there is none. */
export function nodeOf(design: Pick<Design, "nodes">, id: string): DesignNode {
  return recordOf(design.nodes, id, "node");
}

/** The edge with an id. Throws an AppError `wrong-use` when there is none. */
export function edgeOf(design: Pick<Design, "edges">, id: string): DesignEdge {
  return recordOf(design.edges, id, "edge");
}

/** The record with an id. Throws an AppError `wrong-use` when there is none. */
export function recordOf<R extends { id: string }>(list: readonly R[] | undefined, id: string, noun: string): R {
  const found = list?.find((record) => record.id === id);
  if (found === undefined) throw new AppError("wrong-use", `There is no ${noun} "${id}".`);
  return found;
}
