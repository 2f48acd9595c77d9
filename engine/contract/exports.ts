import { z } from "zod";
import { LANGUAGES } from "../../design/export/target.ts";

/** The most files of one export that are compared or written at a time. */
const MOST_FILES = 2000;

const path = z.string().min(1).max(4096);
/** SHA-256 of a file's bytes. */
const hash = z.string().length(64);

/** One file of an export, as `design/export/target.ts` has it. */
export const exportFileSchema = z.object({
  path: z.string().min(1).max(1000),
  language: z.enum(LANGUAGES),
  text: z.string(),
  raster: z.object({ scale: z.number().min(1).max(4) }).optional(),
});

/**
 * A file of an export beside what lies in the folder under its name: nothing (`new`); the very same (`same`); what Spillway wrote there
 * last, so that only the design or the options have changed (`outdated`); what Spillway wrote, changed by hand since (`edited`); what
 * Spillway never wrote (`foreign`).
 */
export const FILE_STATES = ["new", "same", "outdated", "edited", "foreign"] as const;
export type FileState = (typeof FILE_STATES)[number];

export const comparedFileSchema = z.object({
  path: z.string(),
  state: z.enum(FILE_STATES),
  /** Of what lies there; null where nothing does. */
  hash: hash.nullable(),
  /** The text that lies there; null where nothing does, or no text. */
  present: z.string().nullable(),
});
export type ComparedFile = z.output<typeof comparedFileSchema>;

export const compareRequestSchema = z.object({ folder: path, files: z.array(exportFileSchema).min(1).max(MOST_FILES) });
export const compareResponseSchema = z.object({ folder: path, files: z.array(comparedFileSchema) });

/** `seen` is the hash of what lay there when the user decided (null: nothing): what has changed since is not overwritten. */
export const writeRequestSchema = z.object({
  folder: path,
  files: z.array(exportFileSchema.extend({ seen: hash.nullable() })).min(1).max(MOST_FILES),
});
export const writeResponseSchema = z.object({ folder: path, written: z.array(z.string()), conflicts: z.array(z.string()) });

/** `asker` names a window: its newer check takes the place of an older one, which is answered `stale`. */
export const checkRequestSchema = z.object({
  asker: z.string().min(1).max(100),
  target: z.string().min(1).max(100),
  files: z.array(exportFileSchema).min(1).max(MOST_FILES),
});
export const checkResponseSchema = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("checked"),
    /** `@asyncapi/parser 3.6.6`. */
    checkedWith: z.string(),
    /** Empty where it is valid; each names file and place. */
    problems: z.array(z.string()),
  }),
  /** Nothing checks this target. */
  z.object({ outcome: z.literal("unchecked") }),
  z.object({ outcome: z.literal("stale") }),
]);
export type CheckOutcome = z.output<typeof checkResponseSchema>;
