/** From here on, design time goes by at this speed. */
interface Stretch {
  readonly designMs: number;
  readonly wallMs: number;
  readonly speed: number;
}

/** Wall-clock time (Unix, ms) of a run's design times, through pauses and changes of speed: spans from outside know no other. */
export class WallTimes {
  private readonly stretches: Stretch[] = [];

  /** Design time stands at `designMs` now, at `wallMs`, and goes on at `speed`. */
  note(designMs: number, wallMs: number, speed: number): void {
    const last = this.stretches.at(-1);
    // What is said of the same stretch again is no more exact than what was said at its beginning.
    if (last?.speed === speed && Math.abs(this.at(designMs) - wallMs) < SAME_MS) return;
    this.stretches.push({ designMs, wallMs, speed });
  }

  at(designMs: number): number {
    const { designMs: from, wallMs, speed } = this.stretches.findLast((stretch) => stretch.designMs < designMs) ?? this.stretches[0] ?? { designMs: 0, wallMs: 0, speed: 1 };
    return wallMs + (designMs - from) / speed;
  }
}

/** Two looks at the clock that differ by less are of one stretch, ms. */
const SAME_MS = 20;
