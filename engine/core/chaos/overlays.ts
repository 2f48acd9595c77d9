import type { Experiment } from "../../../design/chaos/resolve.ts";
import { overlaid } from "../../../design/chaos/overlay.ts";
import { isWindow } from "../../../design/chaos/windows.ts";
import type { Design } from "../../../design/document/schema.ts";
import type { Begun } from "./timeline.ts";

/** What a run's design is with the experiments that change settings for a while, such as a spike. */
export class Overlays {
  private readonly active = new Set<Experiment>();

  constructor(
    /** As the person has it. */
    private base: Design,
    private readonly apply: (design: Design) => unknown,
    private readonly nowMs: () => number,
  ) {}

  /** A changed design with what is on. */
  over(design: Design): Design {
    this.base = design;
    return overlaid(design, [...this.active]);
  }

  /** Takes in what is planned and has times of its own in the design: it begins on time, whoever is late (rule E5). */
  plan(experiments: readonly Experiment[]): void {
    const timed = experiments.filter(isTimed);
    for (const experiment of timed) this.active.add(experiment);
    if (timed.some(({ type }) => type === "spike")) void this.changed();
  }

  /** What was planned will not be, or is over. Nobody needs to hear of the end of what has times of its own in the design: it is known. */
  cancel(experiment: Experiment): void | Promise<void> {
    if (!this.active.delete(experiment) || (isTimed(experiment) && experiment.endMs <= this.nowMs())) return;
    return this.changed();
  }

  /** At once where the design is applied at once: in virtual time nothing happens between a begin and its promise. */
  begin(experiment: Experiment): Begun | Promise<Begun> {
    const begun: Begun = { undo: () => this.cancel(experiment) };
    if (this.active.has(experiment)) return begun;
    this.active.add(experiment);
    const changing = this.changed();
    return changing ? changing.then(() => begun) : begun;
  }

  private changed(): void | Promise<void> {
    const applying = this.apply(this.over(this.base));
    if (applying instanceof Promise) return applying.then(() => {});
  }
}

function isTimed(experiment: Experiment): boolean {
  return experiment.type === "spike" || isWindow(experiment);
}
