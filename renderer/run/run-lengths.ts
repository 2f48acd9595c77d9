/** Lengths that are offered, in ms; null is without an end. Any other is set in the inspector. */
export const RUN_LENGTHS: readonly (number | null)[] = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 14_400_000, null];

/** A length in words: `30 seconds`, `10 minutes`, `until stopped`. */
export function lengthName(ms: number | null): string {
  if (ms === null) return "until stopped";
  const seconds = Math.round(ms / 100) / 10;
  if (seconds < 60 || seconds % 60 !== 0) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  if (seconds % 3600 === 0) return seconds === 3600 ? "1 hour" : `${seconds / 3600} hours`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}
