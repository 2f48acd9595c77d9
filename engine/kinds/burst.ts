import type { Arrivals } from "../../design/kinds/producer.ts";
import { uniform } from "../core/random.ts";
import type { OwnRate } from "./planned-advance.ts";

type Burst = Extract<Arrivals, { process: "burst" }>;

/** A rate that lets nothing through for so many changes of the state never will. */
const MOST_CHANGES = 1_000_000;

/**
 * A Markov-modulated Poisson process of two states, MMPP2 (Fischer and Meier-Hellstern, The Markov-modulated Poisson process
 * cookbook, Performance Evaluation 18, 1993): calm and burst follow each other, each for an exponential time. A run begins calm.
 * `ratePerSecond` is the long-run mean: (calm · calmMean + burst · burstMean) / (calmMean + burstMean), burst = burstFactor · calm.
 *
 * When the state changes depends on the seed alone, never on the events or the rate (rule E5): a changed rate keeps its bursts.
 */
export function burstAdvance(arrivals: Burst, site: number): (fromMs: number, mass: number) => number {
  const { calm, burst } = burstRates(arrivals);
  const path = new StatePath(arrivals, site);
  return (fromMs, mass) => {
    if (calm <= 0 && burst <= 0) return Number.POSITIVE_INFINITY;
    let atMs = fromMs;
    let left = mass;
    for (let changes = 0; changes < MOST_CHANGES; changes++) {
      path.seek(atMs);
      const rate = (path.isBurst ? burst : calm) / 1000;
      const time = left / rate;
      if (atMs + time <= path.untilMs) return atMs + time;
      left -= rate * (path.untilMs - atMs);
      atMs = path.untilMs;
    }
    return Number.POSITIVE_INFINITY;
  };
}

/** The rate itself, events per ms: the same bursts at the same times. */
export function burstRate(arrivals: Burst, site: number): OwnRate {
  const { calm, burst } = burstRates(arrivals);
  const path = new StatePath(arrivals, site);
  return {
    at(atMs) {
      path.seek(atMs);
      return (path.isBurst ? burst : calm) / 1000;
    },
    untilMs(atMs) {
      path.seek(atMs);
      return path.untilMs;
    },
  };
}

/** Events per second while it is calm and during a burst. */
export function burstRates({ ratePerSecond, burstFactor, burstMeanMs, calmMeanMs }: Burst): { calm: number; burst: number } {
  const calm = (ratePerSecond * (calmMeanMs + burstMeanMs)) / (calmMeanMs + burstFactor * burstMeanMs);
  return { calm, burst: calm * burstFactor };
}

/** Whether there is a burst at a time, found by walking from one change of the state to the next. */
class StatePath {
  private sojourn = 0;
  private fromMs = 0;
  untilMs: number;

  constructor(
    private readonly means: Pick<Burst, "burstMeanMs" | "calmMeanMs">,
    private readonly site: number,
  ) {
    this.untilMs = this.lengthOf(0);
  }

  /** Even sojourns are calm. */
  get isBurst(): boolean {
    return this.sojourn % 2 === 1;
  }

  seek(atMs: number): void {
    if (atMs < this.fromMs) {
      this.sojourn = 0;
      this.fromMs = 0;
      this.untilMs = this.lengthOf(0);
    }
    while (atMs >= this.untilMs) {
      this.sojourn++;
      this.fromMs = this.untilMs;
      this.untilMs += this.lengthOf(this.sojourn);
    }
  }

  private lengthOf(sojourn: number): number {
    const mean = sojourn % 2 === 1 ? this.means.burstMeanMs : this.means.calmMeanMs;
    return -Math.log(uniform(this.site, sojourn, 0, 1)) * mean;
  }
}
