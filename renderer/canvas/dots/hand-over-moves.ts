import type { DesignEdge } from "../../../design/document/schema.ts";
import type { MoveSample, Sample } from "../../../engine/contract/sample.ts";

/** Samples and what they imply: a consumer that began an attempt took its event out of its channel at that moment. */
export interface HandOver {
  /** The samples with a move over the hand-over edge for each attempt at a consumer that reads one channel. */
  complete(samples: readonly Sample[], edges: ReadonlyMap<string, readonly DesignEdge[]>): readonly Sample[];
  reset(): void;
}

/** Implies moves only over edges that no sample tells of itself. */
export function createHandOver(): HandOver {
  const told = new Set<string>();
  return {
    complete(samples, edges) {
      for (const sample of samples) if (sample.type === "move") told.add(sample.edge);
      const implied = samples.flatMap((sample): MoveSample[] => {
        if (sample.type !== "span") return [];
        const [edge, another] = edges.get(sample.node) ?? [];
        if (edge === undefined || another !== undefined || told.has(edge.id)) return [];
        return [{ type: "move", edge: edge.id, event: sample.event, root: sample.root, atMs: sample.startMs, failed: sample.attempt > 1 }];
      });
      return implied.length === 0 ? samples : [...samples, ...implied];
    },
    reset: () => told.clear(),
  };
}
