/** The units in which a duration is typed. */
export const TIME_UNITS = ["ms", "s", "min", "h", "d"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

const MS_OF: Readonly<Record<TimeUnit, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** The largest unit in which a duration is a short number: 30,000 ms are 30 s, 1,500 ms 1.5 s, 604,800,000 ms 7 d. */
export function readableUnit(ms: number): TimeUnit {
  if (ms < 1000) return "ms";
  const fitting = TIME_UNITS.findLast((unit) => unit !== "ms" && ms >= MS_OF[unit] && isShort(ms / MS_OF[unit]));
  return fitting ?? (isShort(ms / 1000) ? "s" : "ms");
}

/** A duration in ms as a number of units. */
export function inUnit(ms: number, unit: TimeUnit): number {
  return Number((ms / MS_OF[unit]).toPrecision(12));
}

/** A number of units as a duration in ms. */
export function toMs(amount: number, unit: TimeUnit): number {
  return Number((amount * MS_OF[unit]).toPrecision(12));
}

/** A configured duration to the last digit: `30 s`, `1.5 s`, `1,234.5 ms`. */
export function formatDuration(ms: number): string {
  const unit = readableUnit(ms);
  return `${inUnit(ms, unit).toLocaleString("en", { maximumFractionDigits: 9 })} ${unit}`;
}

function isShort(amount: number): boolean {
  return Number.isInteger(Number((amount * 10).toPrecision(12)));
}
