/** The outcomes of the calls that a circuit breaker looks at. */
export interface CallWindow {
  readonly count: number;
  readonly failed: number;
  record(failed: boolean, atMs: number): void;
}

/** The last so many calls; resilience4j's FixedSizeSlidingWindowMetrics. */
export class CountWindow implements CallWindow {
  count = 0;
  failed = 0;
  private readonly outcomes: boolean[] = [];
  private next = 0;

  constructor(private readonly size: number) {}

  record(failed: boolean): void {
    if (this.count === this.size) this.failed -= this.outcomes[this.next] === true ? 1 : 0;
    else this.count++;
    this.outcomes[this.next] = failed;
    this.next = (this.next + 1) % this.size;
    if (failed) this.failed++;
  }
}

/** How finely a window of time is cut, ms; resilience4j's partial aggregations are one second each. */
const STEP_MS = 1000;

/**
 * The calls of the last `lengthMs`; resilience4j's SlidingTimeWindowMetrics: the step that runs now and as many before it as
 * make up the length. A length below a second is one step.
 */
export class TimeWindow implements CallWindow {
  count = 0;
  failed = 0;
  private readonly steps: number;
  private readonly stepMs: number;
  private readonly buckets: { step: number; count: number; failed: number }[] = [];

  constructor(lengthMs: number) {
    this.steps = Math.max(1, Math.round(lengthMs / STEP_MS));
    this.stepMs = lengthMs / this.steps;
  }

  record(failed: boolean, atMs: number): void {
    const step = Math.floor(atMs / this.stepMs);
    let newest = this.buckets.at(-1);
    if (!newest || newest.step < step) {
      newest = { step, count: 0, failed: 0 };
      this.buckets.push(newest);
    }
    newest.count++;
    this.count++;
    if (failed) {
      newest.failed++;
      this.failed++;
    }
    for (let oldest = this.buckets[0]; oldest && oldest.step <= newest.step - this.steps; oldest = this.buckets[0]) {
      this.count -= oldest.count;
      this.failed -= oldest.failed;
      this.buckets.shift();
    }
  }
}
