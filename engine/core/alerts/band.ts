/** Values that a band has seen before it judges any. */
export const LEAST_VALUES = 30;
/** Values that stay outside for so many half-lives are the new normal: the band is begun anew with them. */
export const NEW_NORMAL_HALF_LIVES = 6;

/** Where a value lies, and the band that it was held against. */
export interface BandReading {
  /** The ends of the band; undefined while it is learning. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly mean: number | undefined;
  /** On which side of the band the value lies. */
  readonly side: "above" | "below" | "inside" | "learning";
}

/**
 * The mean and standard deviation of a metric's values, each counting half as much after every half-life: a value that came a time t ago
 * weighs w = 2^(−t/half-life). Mean and sum of squares are updated one by one as West (1979, CACM 22:9) does it, with W = Σw, W₂ = Σw²;
 * the variance is that of weighted samples, S / (W − W₂/W), so that few values do not look steadier than they are. The band is the mean ± so many
 * deviations, as on Roberts' control chart of moving averages (1959, Technometrics 1:3). Deviations of less than `leastDeviation` count as that.
 * Pure but for what it remembers.
 */
export class Band {
  private weight = 0;
  private squaredWeight = 0;
  private squares = 0;
  private count = 0;
  private firstMs = 0;
  private lastMs = 0;
  private mean = 0;

  constructor(
    private readonly sigmas: number,
    private readonly halfLifeMs: number,
    private readonly leastDeviation: number,
  ) {}

  /** Where a value lies, before the band knows of it. */
  judge(value: number): BandReading {
    if (this.isLearning) return { low: undefined, high: undefined, mean: undefined, side: "learning" };
    const reach = this.sigmas * Math.max(this.deviation, this.leastDeviation);
    const [low, high] = [this.mean - reach, this.mean + reach];
    return { low, high, mean: this.mean, side: value > high ? "above" : value < low ? "below" : "inside" };
  }

  /** Takes a value in. */
  learn(value: number, atMs: number): void {
    if (this.count === 0) this.firstMs = this.lastMs = atMs;
    const decay = 2 ** (-(atMs - this.lastMs) / this.halfLifeMs);
    this.lastMs = atMs;
    this.count++;
    this.weight = this.weight * decay + 1;
    this.squaredWeight = this.squaredWeight * decay ** 2 + 1;
    const off = value - this.mean;
    this.mean += off / this.weight;
    this.squares = this.squares * decay + off * (value - this.mean);
  }

  /** Forgets everything. */
  forget(): void {
    this.weight = this.squaredWeight = this.squares = this.count = this.mean = 0;
  }

  /** Too few values, or too short a time, to know what is usual. */
  get isLearning(): boolean {
    return this.count < LEAST_VALUES || this.lastMs - this.firstMs < this.halfLifeMs;
  }

  /** Standard deviation of the values, in their unit. */
  get deviation(): number {
    const freedom = this.weight - this.squaredWeight / this.weight;
    return freedom > 0 ? Math.sqrt(Math.max(0, this.squares) / freedom) : 0;
  }
}
