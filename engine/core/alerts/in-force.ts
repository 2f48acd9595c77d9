import { drawSite, uniform } from "../random.ts";

/** What an alert has done to a node for a time (rule O6); times are design time, ms. Plain JSON: processes are told it. */
export interface MeasureInForce {
  readonly type: "shed" | "openBreaker";
  readonly node: string;
  /** Of its events that are let go; 0 for a breaker. */
  readonly share: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The measures that are in force in a run, as its nodes ask for them: on both executors, in each of their processes. */
export class InForce {
  private sheds = new Map<string, { readonly site: number; readonly measures: readonly MeasureInForce[] }>();
  private breakers = new Map<string, number>();

  constructor(private readonly seed: number) {}

  /** Replaces what was in force before. */
  set(measures: readonly MeasureInForce[]): void {
    this.sheds = new Map();
    this.breakers = new Map();
    for (const measure of measures) {
      const { node, untilMs } = measure;
      if (measure.type === "openBreaker") this.breakers.set(node, Math.max(untilMs, this.breakers.get(node) ?? 0));
      else this.sheds.set(node, { site: drawSite(this.seed, node, "shed"), measures: [...(this.sheds.get(node)?.measures ?? []), measure] });
    }
  }

  /** Whether anything is shed anywhere. */
  get shedsAnything(): boolean {
    return this.sheds.size > 0;
  }

  /** Whether an event that is meant for `atMs` is let go at a node: a draw of the event alone (rule E5). Of several shares the largest counts. */
  isShed(node: string, high: number, low: number, atMs: number): boolean {
    const shed = this.sheds.get(node);
    if (!shed) return false;
    const share = shed.measures.reduce((most, { share, fromMs, untilMs }) => (fromMs <= atMs && atMs < untilMs ? Math.max(most, share) : most), 0);
    return share > 0 && uniform(shed.site, high, low, 0) < share;
  }

  /** Until when a breaker is kept open; undefined where it is not. */
  openUntil(node: string): number | undefined {
    return this.breakers.get(node);
  }
}
