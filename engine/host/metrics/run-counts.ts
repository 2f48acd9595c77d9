import type { Frame, NodeFrame } from "../../contract/frame.ts";

/** What frames count for an interval at a node, by the outcome that a metric calls it. */
export const OUTCOMES = { received: "in", sent: "out", failed: "errors", retried: "retries", stalled: "stalls", duplicated: "duplicates", dead_lettered: "deadLetters", refused: "refused" } as const satisfies Record<string, keyof NodeFrame>;
export type Outcome = keyof typeof OUTCOMES;

/** What frames count for an interval at an edge. */
const CROSSED = ["count", "failed", "duplicates", "deadLetters"] as const;

/** Counts of a run that only grow, added up from its frames. */
export class RunCounts {
  readonly nodes = new Map<string, Record<Outcome, number>>();
  /** Implicit queues, by the id of their edge. */
  readonly channels = new Map<string, Record<Outcome, number>>();
  readonly edges = new Map<string, Record<(typeof CROSSED)[number], number>>();

  add({ nodes, channels, edges }: Pick<Frame, "nodes" | "channels" | "edges">): void {
    addPlaces(this.nodes, nodes);
    addPlaces(this.channels, channels);
    for (const [id, frame] of Object.entries(edges)) {
      const sum = this.edges.get(id) ?? { count: 0, failed: 0, duplicates: 0, deadLetters: 0 };
      for (const field of CROSSED) sum[field] += frame[field];
      this.edges.set(id, sum);
    }
  }
}

function addPlaces(sums: Map<string, Record<Outcome, number>>, frames: Readonly<Record<string, NodeFrame>>): void {
  for (const [id, frame] of Object.entries(frames)) {
    const sum = sums.get(id) ?? { received: 0, sent: 0, failed: 0, retried: 0, stalled: 0, duplicated: 0, dead_lettered: 0, refused: 0 };
    for (const [outcome, field] of Object.entries(OUTCOMES)) sum[outcome as Outcome] += frame[field];
    sums.set(id, sum);
  }
}
