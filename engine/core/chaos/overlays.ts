import type { Experiment } from "../../../design/chaos/resolve.ts";
import { overlaid } from "../../../design/chaos/overlay.ts";
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

  async begin(experiment: Experiment): Promise<Begun> {
    this.active.add(experiment);
    await this.changed();
    return {
      undo: () => {
        this.active.delete(experiment);
        return this.changed();
      },
    };
  }

  private async changed(): Promise<void> {
    await this.apply(this.over(this.base));
  }
}
