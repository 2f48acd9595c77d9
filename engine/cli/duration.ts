import { AppError } from "../../design/errors.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, "": 1000 };
const LONGEST_MS = 365 * 24 * 3_600_000;

/** What every duration option accepts, for help texts. */
export const DURATION_HELP = "500ms, 20s, 10m, 1h; a plain number is seconds";

/**
 * Reads a duration: a number and `ms`, `s`, `m` or `h`, seconds without a unit. Returns ms; throws `wrong-use` for what
 * is no duration, for one longer than a year, and for 0 unless `zero` is allowed.
 */
export function parseDuration(text: string, option: string, zero: "zero" | "positive" = "positive"): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined) {
    throw new AppError("wrong-use", `${option} takes a duration (${DURATION_HELP}), not "${text}".`);
  }
  const ms = Number(digits) * factor;
  if (ms > LONGEST_MS) throw new AppError("wrong-use", `${option} is at most 365 days, not ${text}.`);
  if (ms === 0 && zero === "positive") throw new AppError("wrong-use", `${option} must be longer than 0.`);
  return ms;
}
