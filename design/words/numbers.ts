/**
 * Every number that people read is written here, so that the same quantity always reads the same:
 * 1,284 · 38 ms · 1.2 s · 412/s · 82 %. About three significant digits, so that digits do not flicker.
 */

/** Stands where there is no number. */
export const NO_NUMBER = "–";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const decimals = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

function fixed(value: number, digits: number): string {
  return decimals[digits]?.format(value) ?? whole.format(value);
}

/** Three significant digits for small numbers, whole from 100 on: `0.42`, `4.21`, `42.1`, `421`. Small whole numbers stay whole. */
function significant(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value)) return whole.format(value);
  if (size >= 99.95) return fixed(value, 0);
  if (size >= 9.995) return fixed(value, 1);
  return fixed(value, 2);
}

/** A count of things: `37`, `1,284`, `49,446`, `1.28 M` from a million on. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (size >= 999_500_000) return `${significant(value / 1e9)} G`;
  if (size >= 1_000_000) return `${significant(value / 1e6)} M`;
  return whole.format(value);
}

/** A count to the last event, as the ledger and the report show it. */
export function formatExactCount(value: number): string {
  return Number.isFinite(value) ? whole.format(value) : NO_NUMBER;
}

/** The number of a rate: whole from 10 on, one digit below. */
export function formatRateNumber(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NO_NUMBER;
  const size = Math.abs(perSecond);
  if (size >= 999_500) return `${significant(perSecond / 1e6)} M`;
  if (size >= 99_950) return `${fixed(perSecond / 1000, 0)} k`;
  if (size >= 9.95) return fixed(perSecond, 0);
  if (size < 0.05) return "0";
  return fixed(perSecond, 1);
}

/** Events per second: `412/s`, `4.2/s`, `120 k/s`. */
export function formatRate(perSecond: number): string {
  return Number.isFinite(perSecond) ? `${formatRateNumber(perSecond)}/s` : NO_NUMBER;
}

/** A number and its unit, for places that set the unit smaller. */
export interface NumberWithUnit {
  readonly number: string;
  readonly unit: string;
}

/** A measured time in ms in the unit that reads best: `0.42 ms`, `38 ms`, `1.24 s`, `2.5 min`, `3.1 h`. */
export function splitTime(ms: number): NumberWithUnit {
  if (!Number.isFinite(ms)) return { number: NO_NUMBER, unit: "" };
  const size = Math.abs(ms);
  if (size < 0.005) return { number: "0", unit: "ms" };
  if (size < 9.95) return { number: fixed(ms, size < 0.995 ? 2 : 1), unit: "ms" };
  if (size < 999.5) return { number: fixed(ms, 0), unit: "ms" };
  if (size < 9_995) return { number: fixed(ms / 1000, 2), unit: "s" };
  if (size < 99_950) return { number: fixed(ms / 1000, 1), unit: "s" };
  if (size < 3_600_000) return { number: fixed(ms / 60_000, 1), unit: "min" };
  if (size < 86_400_000) return { number: fixed(ms / 3_600_000, 1), unit: "h" };
  return { number: fixed(ms / 86_400_000, 1), unit: "d" };
}

/** A measured time: `38 ms`, `1.24 s`. */
export function formatTime(ms: number): string {
  const { number, unit } = splitTime(ms);
  return unit === "" ? number : `${number} ${unit}`;
}

/** A share of 0 to 1 in per cent: `82 %`, `0.08 %`, `0 %`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return NO_NUMBER;
  const percent = share * 100;
  const size = Math.abs(percent);
  if (size === 0) return "0 %";
  if (size < 0.005) return "<0.01 %";
  if (size < 0.995) return `${fixed(percent, 2)} %`;
  if (size < 9.95) return `${fixed(percent, 1)} %`;
  return `${fixed(percent, 0)} %`;
}

/** Any other number: `0.42`, `42.1`, `1,284`. */
export function formatNumber(value: number): string {
  return Number.isFinite(value) ? significant(value) : NO_NUMBER;
}

/** A number that somebody typed, to its last digit: `1.5`, `0.25`, `1,000`. */
export function formatTyped(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 9 });
}

/** A speed: `0.1×`, `1×`, `2.5×`. */
export function formatSpeed(speed: number): string {
  return `${Number(speed.toFixed(2))}×`;
}

/** Memory in MB: `84 MB`, `1.2 GB`. */
export function formatMemory(megabytes: number): string {
  if (!Number.isFinite(megabytes)) return NO_NUMBER;
  return megabytes < 1000 ? `${fixed(megabytes, 0)} MB` : `${fixed(megabytes / 1024, 1)} GB`;
}
