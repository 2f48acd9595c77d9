/** One value of each row, in the order of the rows; `undefined` where a row has none. What never changes is kept once. */
export class Column {
  private length = 0;
  private constant: unknown = undefined;
  private cells: unknown[] | null = null;

  /** Of a column that sums, merged rows are added up; of any other the later one holds. */
  constructor(private readonly isSum: boolean) {}

  /** Values in memory. */
  get size(): number {
    return this.cells?.length ?? 1;
  }

  /** Writes a row after those that are there. */
  push(row: number, value: unknown): void {
    this.pad(row);
    if (row === 0) this.constant = value;
    else if (this.cells !== null || this.constant !== value) this.unfold().push(value);
    this.length = row + 1;
  }

  /** Makes one row of each two of `rows`; an odd last one stays as it is. */
  halve(rows: number): void {
    this.pad(rows);
    if (this.cells === null && this.isSum && typeof this.constant === "number" && this.constant !== 0) this.unfold();
    this.length = Math.ceil(rows / 2);
    if (this.cells === null) return;
    const { cells } = this;
    for (let row = 0; row < this.length; row += 1) cells[row] = this.merged(cells[2 * row], cells[2 * row + 1]);
    cells.length = this.length;
  }

  /** For a file of so many rows: one value where all rows have the same, else one for each; read by {@link readCell}. */
  encoded(rows: number): unknown[] {
    this.pad(rows);
    return this.cells === null ? [encodedCell(this.constant)] : this.cells.slice(0, rows).map(encodedCell);
  }

  private merged(early: unknown, late: unknown): unknown {
    if (late === undefined) return early;
    return this.isSum && typeof early === "number" && typeof late === "number" ? early + late : late;
  }

  /** Leaves rows without a value up to, not including, `row`. */
  private pad(row: number): void {
    if (this.length >= row) return;
    if (this.length > 0 && !(this.cells === null && this.constant === undefined)) {
      const cells = this.unfold();
      while (cells.length < row) cells.push(undefined);
    }
    this.length = row;
  }

  private unfold(): unknown[] {
    this.cells ??= Array.from({ length: this.length }, () => this.constant);
    return this.cells;
  }
}

/** Stands for no value in a file: nothing that is recorded is an empty list. */
const NO_VALUE: readonly never[] = [];
/** Digits of a number that is not whole: more than a screen shows. */
const DIGITS = 4;

function encodedCell(value: unknown): unknown {
  if (value === undefined) return NO_VALUE;
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
}

/** A row's value of a column in a file; `undefined` where it has none. */
export function readCell(cells: readonly unknown[], row: number): unknown {
  const value = cells.length === 1 ? cells[0] : cells[row];
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}
