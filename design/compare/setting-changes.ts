import type { z } from "zod";
import { sameJson } from "../document/same-json.ts";
import { fieldsAlong, metaOf, valueOf } from "../kinds/schema-walk.ts";
import { formatNumber } from "../words/numbers.ts";
import { formatDuration } from "../words/time-units.ts";

type Schema = z.core.$ZodType;
export type SettingPath = readonly (string | number)[];

/** What stands for values that are no number, switch or short word. */
export interface ValueWords {
  readonly unset: string;
  readonly other: (value: unknown) => string;
}

const BRIEF: ValueWords = { unset: "default", other: () => "changed" };

/** Strings up to here are shown as they are. */
const LONGEST_SHOWN = 24;

/** Where two settings say something else; of objects only the parts that do. */
export function pathsThatDiffer(before: unknown, after: unknown, path: SettingPath = []): readonly SettingPath[] {
  if (sameJson(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => pathsThatDiffer(before[key], after[key], [...path, key]));
}

/** The title of a setting in the middle of a sentence: `mean`, `stop after`. Its name where no schema knows it. */
export function settingTitle(schema: Schema | undefined, settings: unknown, path: SettingPath): string {
  const { title } = fieldMeta(schema, settings, path);
  return (title ?? String(path.at(-1))).toLowerCase();
}

/** The value of a setting in words, with its unit: `30 s`, `12/s`, `on`. */
export function settingValue(schema: Schema | undefined, settings: unknown, path: SettingPath, words = BRIEF): string {
  const value = path.reduce<unknown>(valueOf, settings);
  const { unit } = fieldMeta(schema, settings, path);
  if (value === undefined) return words.unset;
  if (typeof value === "number") {
    if (unit === "ms") return formatDuration(value);
    if (unit === "%") return `${formatNumber(value * 100)} %`;
    return unit === "/s" ? `${formatNumber(value)}/s` : formatNumber(value);
  }
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" && value.length <= LONGEST_SHOWN ? value : words.other(value);
}

function fieldMeta(schema: Schema | undefined, settings: unknown, path: SettingPath): ReturnType<typeof metaOf> {
  const field = schema && fieldsAlong(schema, settings, path).findLast((each) => each !== null);
  return field ? metaOf(field) : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
