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
  ) {}

  /** A changed design with what is on. */
  over(design: Design): Design {
    this.base = design;
    return overlaid(design, [...this.active]);
  }

  /** Takes in what is planned and has times of its own in the design: it begins on time, whoever is late (rule E5). */
  plan(experiments: readonly Experiment[]): void {
    const timed = experiments.filter((each) => each.type === "spike" || isWindow(each));
    for (const experiment of timed) this.active.add(experiment);
    if (timed.some(({ type }) => type === "spike")) void this.changed();
  }

  /** What was planned will not be. */
  async cancel(experiment: Experiment): Promise<void> {
    if (this.active.delete(experiment)) await this.changed();
  }

  async begin(experiment: Experiment): Promise<Begun> {
    if (!this.active.has(experiment)) {
      this.active.add(experiment);
      await this.changed();
    }
    return {
      undo: () => this.cancel(experiment),
    };
  }

  private async changed(): Promise<void> {
    await this.apply(this.over(this.base));
  }
}
