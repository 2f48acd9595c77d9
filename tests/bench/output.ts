import { cpus, totalmem } from "node:os";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Median of the ratios of runs that were measured side by side. */
export function ratioOfPairs(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, index) => value / (theirs[index] as number)));
}

/** Writes one JSON line: medians of the runs, the runs, and what the machine was. */
export function report(name: string, figures: Record<string, unknown>): void {
  const summarised = Object.fromEntries(
    Object.entries(figures).flatMap(([key, value]) =>
      Array.isArray(value) ? [[key, round(median(value as number[]))], [`${key}Runs`, (value as number[]).map(round)]] : [[key, typeof value === "number" ? round(value) : value]],
    ),
  );
  const [cpu] = cpus();
  const machine = { cpus: cpus().length, model: cpu?.model.trim(), memoryMb: Math.round(totalmem() / 2 ** 20), node: process.versions.node };
  console.log(JSON.stringify({ bench: name, ...summarised, machine }));
}

function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
