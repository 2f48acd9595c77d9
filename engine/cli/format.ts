/** A count with thousands separated: `12,345`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A number with three significant digits, in whole numbers from 100 on. */
export function short(value: number): string {
  if (Math.abs(value) >= 99.95) return whole(value);
  return String(Number(value.toPrecision(3)));
}

/** A rate: `12.5/s`. */
export function perSecond(value: number): string {
  return `${short(value)}/s`;
}

/** A latency: `0`, `0.42 ms`, `12.3 ms`, `1.25 s`. */
export function milliseconds(value: number): string {
  return value < 999.5 ? `${short(value)} ms` : `${short(value / 1000)} s`;
}

/** A length of time: `0.4 s`, `20 s`, `1 min 30 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const tenths = Math.round(ms / 100) / 10;
  if (tenths < 60) return `${tenths} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return joined(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(ms / 60_000);
  return joined(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

/** A share: `12.5 %`. */
export function percent(share: number): string {
  return `${short(share * 100)} %`;
}

/** Columns of text, the first to the left and the others to the right; each line indented by two. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ");
  return rows.map((row) => `  ${line(row).trimEnd()}\n`).join("");
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
