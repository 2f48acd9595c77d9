import { numericSettings, type NumericSetting } from "../../design/document/numeric-settings.ts";
import type { Design } from "../../design/document/schema.ts";
import { spaced } from "../../engine/contract/what-if.ts";
import { parseDuration, parseNumber, parseShare } from "../inspector/form/parse-number.ts";
import { formatDuration } from "../../design/words/time-units.ts";
import type { AxisDraft } from "../stores/what-if-store.ts";
import { formatShare } from "../../design/words/numbers.ts";
import { whatIfWords } from "../words/what-if.ts";

/** The most values that one axis takes on a screen. */
const MOST_STEPS = 50;

/** A draft that fits the design: its setting, and the values or what is wrong with them. */
export interface ReadAxis {
  readonly setting: NumericSetting;
  readonly draft: AxisDraft;
  readonly values: readonly number[];
  readonly error: string | null;
}

/** Reads what was typed against the design as it is now; null where its setting is no longer there. */
export function readAxis(draft: AxisDraft, design: Design): ReadAxis | null {
  const setting = numericSettings(design).find(({ node, path }) => node === draft.node && path.join(".") === draft.path);
  if (!setting) return null;
  const [from, to, steps] = [numberOf(draft.from, setting), numberOf(draft.to, setting), Number(draft.steps)];
  const failed = (error: string): ReadAxis => ({ setting, draft, values: [], error });
  if (from === undefined || to === undefined) return failed(whatIfWords.fromAndToMustBeNumbers);
  for (const value of [from, to]) if (value < setting.least || value > setting.most) return failed(`${setting.title} goes from ${textOf(setting.least, setting)} to ${textOf(setting.most, setting)}.`);
  if (!Number.isInteger(steps) || steps < 1 || steps > MOST_STEPS) return failed(whatIfWords.steps1ToMOSTSTEPS(MOST_STEPS));
  return { setting, draft, values: spaced(from, to, steps, setting.integer), error: null };
}

/** What to vary first: the replicas of the first consumer, else the first number there is; null in a design without any. */
export function firstAxis(design: Design): AxisDraft | null {
  const settings = numericSettings(design);
  const setting = settings.find(({ path }) => path[0] === "replicas") ?? settings[0];
  return setting ? axisFor(setting) : null;
}

/** A range around what a setting is now. */
export function axisFor(setting: NumericSetting): AxisDraft {
  const { node, path, integer } = setting;
  const [from, to] = rangeOf(setting);
  return { node, path: path.join("."), from: textOf(from, setting), to: textOf(to, setting), steps: String(integer ? Math.min(9, to - from + 1) : 7) };
}

function rangeOf({ value = 0, unit, integer, least, most }: NumericSetting): [number, number] {
  const within = (number: number): number => Math.min(most, Math.max(least, number));
  if (unit === "%") return [0, within(Math.max(0.2, Math.min(1, value * 2)))];
  if (integer) return [within(value > 20 ? Math.round(value / 2) : 1), within(Math.max(6, value * 2))];
  return value > 0 ? [within(value / 2), within(value * 2)] : [within(10), within(100)];
}

/** A value as it is typed and shown: `15 ms`, `20 %`, `120`. */
export function textOf(value: number, { unit }: Pick<NumericSetting, "unit">): string {
  if (!Number.isFinite(value)) return value > 0 ? "any" : "none";
  if (unit === "ms") return formatDuration(value).replaceAll(",", "");
  return unit === "%" ? `${Number((value * 100).toPrecision(9))} %` : String(Number(value.toPrecision(9)));
}

/** The same on a chart, with three digits. */
export function shortTextOf(value: number, unit: string | undefined): string {
  if (unit === "ms") return formatDuration(Number(value.toPrecision(3)));
  if (unit === "%") return formatShare(value);
  return unit === "/s" ? `${Number(value.toPrecision(3))}/s` : String(Number(value.toPrecision(6)));
}

function numberOf(text: string, { unit }: NumericSetting): number | undefined {
  const parsed = unit === "ms" ? parseDuration(text, "ms") : unit === "%" ? parseShare(text) : parseNumber(text.replace("/s", ""));
  return "value" in parsed && typeof parsed.value === "number" ? parsed.value : undefined;
}
