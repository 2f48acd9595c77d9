import { z } from "zod";

/** What a generated form needs to know about a field beside its type, range and default. */
export interface FieldMeta {
  /** Short name, in the field's standard terms. */
  readonly title: string;
  /** One sentence: what it does and what follows. */
  readonly help: string;
  /** Shown beside the input. Durations are stored in ms and shown in the unit that reads best. */
  readonly unit?: "ms" | "µs" | "/s" | "%" | "events" | "slots" | "replicas" | "attempts" | "bytes";
  /** How to edit it when the type does not say. */
  readonly editor?: "cel" | "json" | "list" | "javascript";
  /** Of a CEL field: the variables that it may use; `event` where none are given. */
  readonly variables?: "window";
  /** Of a CEL field: whether it must be true or false. */
  readonly condition?: boolean;
}

const LONGEST_MS = 365 * 24 * 3600 * 1000;

/** A duration in ms, 0 to one year. */
export function durationMs(meta: Omit<FieldMeta, "unit">, range: { min?: number; max?: number } = {}) {
  return z.number().min(range.min ?? 0).max(range.max ?? LONGEST_MS).meta({ ...meta, unit: "ms" });
}

/** A rate in events per second, 0 to a million. */
export function ratePerSecond(meta: Omit<FieldMeta, "unit">, max = 1_000_000) {
  return z.number().min(0).max(max).meta({ ...meta, unit: "/s" });
}

/** A share of the whole, 0 to 1, shown in per cent. */
export function share(meta: Omit<FieldMeta, "unit">) {
  return z.number().min(0).max(1).meta({ ...meta, unit: "%" });
}

/** A whole number in a range. */
export function count(meta: FieldMeta, range: { min: number; max: number }) {
  return z.number().int().min(range.min).max(range.max).meta({ ...meta });
}

/** A CEL expression over `event`. Its syntax and types are checked with the design (see `checks/`). */
export function cel(meta: Omit<FieldMeta, "editor" | "condition">) {
  return z.string().min(1).max(4000).meta({ ...meta, editor: "cel" });
}

/** A CEL expression over `event` that is true or false. */
export function condition(meta: Omit<FieldMeta, "editor" | "condition">) {
  return z.string().min(1).max(4000).meta({ ...meta, editor: "cel", condition: true });
}

/** JavaScript for the sandbox (rule C6). It is read when a run starts. */
export function javaScript(meta: Omit<FieldMeta, "editor">) {
  return z.string().trim().min(1).max(100_000).meta({ ...meta, editor: "javascript" });
}

/** Path of an endpoint on this machine. */
export function urlPath(meta: FieldMeta) {
  return z
    .string()
    .regex(/^\/[A-Za-z0-9._~/-]{0,199}$/, { message: "A path begins with / and has letters, digits, and - . _ ~ /." })
    .meta({ ...meta });
}

/** A yes/no with title and help. */
export function flag(meta: FieldMeta) {
  return z.boolean().meta({ ...meta });
}

/** One of a fixed set of words, each the field's own. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words, meta: FieldMeta) {
  return z.enum(words).meta({ ...meta });
}
