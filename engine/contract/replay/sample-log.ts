import { hashOf } from "../root-hash.ts";
import type { Sample, SpanSample } from "../sample.ts";

/** Samples in a file, in the order of their times: one list for each part. Names are places in `names`, roots are numbered in the order of their first sample; keys of events, which may be somebody's data, are left out. */
export interface SamplesFile {
  /** Share of the run's sampled events that are in it, 0 to 1; of each of them everything that was sampled. */
  readonly share: number;
  readonly names: readonly string[];
  readonly roots: number;
  readonly moves: { readonly edge: number[]; readonly root: number[]; /** Since the one before, ms. */ readonly sinceMs: number[]; readonly failed: number[] };
  readonly spans: {
    readonly node: number[];
    readonly root: number[];
    /** Of the beginning of its service, since that of the one before, ms. */
    readonly sinceMs: number[];
    readonly waitMs: number[];
    readonly serviceMs: number[];
    readonly attempt: number[];
    readonly outcome: number[];
    /** -1 without one. */
    readonly reason: number[];
  };
}

/** One takes {@link WIDTH} numbers in memory, and about 4 bytes in a file. */
const MOST_SAMPLES = 240_000;
const HIGHEST_HASH = 0xffffffff;

/** Places of a sample's numbers in its row; a move has the first four. */
const [TIME, NAME, ROOT, KIND, WAIT, SERVICE, ATTEMPT, OUTCOME, REASON] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const WIDTH = 9;
/** A span's kind; a move's is whether it failed, 0 or 1. */
const SPAN = 2;

/**
 * Keeps sampled events, however many: where there are too many, half of the roots go, each with all of its samples. They lie
 * in one array of numbers, because hundreds of thousands of objects would keep the garbage collector busy.
 */
export class SampleLog {
  private cells = new Float64Array(1024 * WIDTH);
  private count = 0;
  private share = 1;
  private roots = new Places();
  private readonly names = new Places();

  accept(samples: readonly Sample[]): void {
    for (const sample of samples) if (this.share === 1 || this.keeps(sample.root)) this.push(sample);
    while (this.count > MOST_SAMPLES) this.halve();
  }

  /** Lets half of the roots go. */
  halve(): void {
    this.share /= 2;
    const roots = this.roots.all();
    const kept = roots.map((root) => this.keeps(root));
    this.roots = new Places();
    let count = 0;
    for (let row = 0; row < this.count; row += 1) {
      const root = this.cell(row, ROOT);
      if (!kept[root]) continue;
      this.cells.copyWithin(count * WIDTH, row * WIDTH, (row + 1) * WIDTH);
      this.cells[count * WIDTH + ROOT] = this.roots.of(roots[root] ?? "");
      count += 1;
    }
    this.count = count;
  }

  encoded(): SamplesFile {
    const rows = Array.from({ length: this.count }, (_, row) => row).sort((one, other) => this.cell(one, TIME) - this.cell(other, TIME));
    const roots = new Places<number>();
    const numbers = new Map(rows.map((row) => [row, roots.of(this.cell(row, ROOT))]));
    const moves = rows.filter((row) => this.cell(row, KIND) !== SPAN);
    const spans = rows.filter((row) => this.cell(row, KIND) === SPAN);
    const column = (of: readonly number[], part: number): number[] => of.map((row) => this.cell(row, part));
    const timesAndRoots = (of: readonly number[]) => ({ root: differences(of.map((row) => numbers.get(row) ?? 0)), sinceMs: differences(column(of, TIME)) });
    return {
      share: this.share,
      moves: { edge: column(moves, NAME), ...timesAndRoots(moves), failed: column(moves, KIND) },
      spans: {
        node: column(spans, NAME),
        ...timesAndRoots(spans),
        waitMs: column(spans, WAIT),
        serviceMs: column(spans, SERVICE),
        attempt: column(spans, ATTEMPT),
        outcome: column(spans, OUTCOME),
        reason: column(spans, REASON),
      },
      roots: roots.all().length,
      names: this.names.all(),
    };
  }

  private push(sample: Sample): void {
    const { cells } = this;
    const at = this.count * WIDTH;
    if (at === cells.length) {
      this.cells = new Float64Array(2 * at);
      this.cells.set(cells);
    }
    const root = this.roots.of(sample.root);
    const time = Math.round(timeOf(sample));
    if (sample.type === "move") this.cells.set([time, this.names.of(sample.edge), root, Number(sample.failed)], at);
    else {
      const reason = sample.reason === undefined ? -1 : this.names.of(sample.reason);
      this.cells.set([time, this.names.of(sample.node), root, SPAN, short(sample.waitMs), short(sample.serviceMs), sample.attempt, this.names.of(sample.outcome), reason], at);
    }
    this.count += 1;
  }

  private cell(row: number, part: number): number {
    return this.cells[row * WIDTH + part] ?? 0;
  }

  private keeps(root: string): boolean {
    return hashOf(root) <= this.share * HIGHEST_HASH;
  }
}

/** The samples of a file, in the order of their times. Events have their root's id. */
export function samplesOf({ moves, spans, names }: SamplesFile): Sample[] {
  const name = (place: number | undefined): string => names[place ?? -1] ?? "";
  const moveRoots = sums(moves.root).map(rootId);
  const spanRoots = sums(spans.root).map(rootId);
  const startsMs = sums(spans.sinceMs);
  const all: Sample[] = [
    ...sums(moves.sinceMs).map((atMs, at): Sample => ({ type: "move", edge: name(moves.edge[at]), event: moveRoots[at] ?? "", root: moveRoots[at] ?? "", atMs, failed: moves.failed[at] === 1 })),
    ...startsMs.map((startMs, at): Sample => {
      const reason = names[spans.reason[at] ?? -1];
      const outcome = name(spans.outcome[at]) as SpanSample["outcome"];
      const root = spanRoots[at] ?? "";
      return { type: "span", node: name(spans.node[at]), event: root, root, startMs, waitMs: spans.waitMs[at] ?? 0, serviceMs: spans.serviceMs[at] ?? 0, attempt: spans.attempt[at] ?? 1, outcome, ...(reason !== undefined && { reason }) };
    }),
  ];
  return all.toSorted((one, other) => timeOf(one) - timeOf(other));
}

/** When a sample is told, ms of design time. */
export function timeOf(sample: Sample): number {
  return sample.type === "move" ? sample.atMs : sample.startMs;
}

function rootId(number: number): string {
  return `event-${number + 1}`;
}

/** Numbers what it is asked for, in the order in which that comes first. */
class Places<Name extends string | number = string> {
  private readonly places = new Map<Name, number>();

  of(name: Name): number {
    let place = this.places.get(name);
    if (place === undefined) this.places.set(name, (place = this.places.size));
    return place;
  }

  all(): Name[] {
    return [...this.places.keys()];
  }
}

/** Three digits of a time that is shown in a table. */
function short(ms: number): number {
  return Number(ms.toPrecision(3));
}

function differences(values: readonly number[]): number[] {
  return values.map((value, at) => value - (values[at - 1] ?? 0));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
