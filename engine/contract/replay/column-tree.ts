import { Column, readCell } from "./column.ts";

/** A {@link ColumnTree} in a file: lists are columns, objects are branches. */
export interface TreeFile {
  readonly [key: string]: TreeFile | readonly unknown[];
}

/** Which numbers are added up where rows are merged, by their place in what is written. */
export type IsSum = (path: readonly string[]) => boolean;

/** Columns in the shape of the objects that are written into them: each row is such an object, and each of its leaves has a column. */
export class ColumnTree {
  private readonly columns = new Map<string, Column>();
  private readonly branches = new Map<string, ColumnTree>();

  constructor(
    private readonly isSum: IsSum,
    private readonly path: readonly string[] = [],
  ) {}

  /** Writes a row after those that are there. */
  push(row: number, value: object): void {
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      if (isBranch(part)) this.branch(key).push(row, part);
      else this.column(key).push(row, part);
    }
  }

  /** Values in memory. */
  size(): number {
    let size = 0;
    for (const column of this.columns.values()) size += column.size;
    for (const branch of this.branches.values()) size += branch.size();
    return size;
  }

  /** See {@link Column.halve}. */
  halve(rows: number): void {
    for (const column of this.columns.values()) column.halve(rows);
    for (const branch of this.branches.values()) branch.halve(rows);
  }

  encoded(rows: number): TreeFile {
    return Object.fromEntries([
      ...[...this.columns].map(([key, column]) => [key, column.encoded(rows)] as const),
      ...[...this.branches].map(([key, branch]) => [key, branch.encoded(rows)] as const),
    ]);
  }

  private branch(key: string): ColumnTree {
    let branch = this.branches.get(key);
    if (branch === undefined) {
      branch = new ColumnTree(this.isSum, [...this.path, key]);
      this.branches.set(key, branch);
    }
    return branch;
  }

  private column(key: string): Column {
    let column = this.columns.get(key);
    if (column === undefined) {
      column = new Column(this.isSum([...this.path, key]));
      this.columns.set(key, column);
    }
    return column;
  }
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A row of a tree in a file, as the object that was written; an object that had nothing in it is empty. */
export function readRow(tree: TreeFile, row: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const [key, part] of Object.entries(tree)) {
    const value = isColumn(part) ? readCell(part, row) : readRow(part, row);
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function isColumn(part: TreeFile | readonly unknown[]): part is readonly unknown[] {
  return Array.isArray(part);
}
