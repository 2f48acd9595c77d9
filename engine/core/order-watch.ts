import type { Sample } from "../contract/sample.ts";
import type { OrderReport } from "../contract/swap.ts";

interface Completion {
  readonly node: string;
  readonly root: string;
  readonly atMs: number;
}

/**
 * Measures whether consumers complete the events of each key in the order in which they were emitted. It has to see every
 * sample of a run. An event that completes after a later one of its key is a violation; without a key nothing is promised, and
 * nothing is counted.
 */
export class OrderWatch {
  private readonly emitted = new Map<string, { key: string; atMs: number }>();
  private readonly completions: Completion[] = [];
  private readonly watched: ReadonlySet<string>;

  constructor(consumers: Iterable<string>) {
    this.watched = new Set(consumers);
  }

  see(samples: readonly Sample[]): void {
    for (const sample of samples) {
      if (sample.type !== "span") continue;
      if (sample.outcome === "emitted") {
        if (sample.key !== undefined) this.emitted.set(sample.root, { key: sample.key, atMs: sample.startMs });
      } else if ((sample.outcome === "done" || sample.outcome === "consumed") && this.watched.has(sample.node)) {
        this.completions.push({ node: sample.node, root: sample.root, atMs: sample.startMs + sample.serviceMs });
      }
    }
  }

  /** What was seen so far; samples of several processes may come in any order. */
  report(): OrderReport {
    const latest = new Map<string, number>();
    const keys = new Set<string>();
    const broken = new Map<string, number>();
    let completed = 0;
    let violations = 0;
    for (const { node, root } of this.completions.toSorted((a, b) => a.atMs - b.atMs)) {
      const emission = this.emitted.get(root);
      if (!emission) continue;
      completed++;
      keys.add(emission.key);
      const reader = `${node} ${emission.key}`;
      const before = latest.get(reader) ?? Number.NEGATIVE_INFINITY;
      if (emission.atMs >= before) latest.set(reader, emission.atMs);
      else {
        violations++;
        broken.set(emission.key, (broken.get(emission.key) ?? 0) + 1);
      }
    }
    const worst = [...broken].toSorted((a, b) => b[1] - a[1])[0];
    return { completed, violations, keys: keys.size, keysBroken: broken.size, worstKey: worst ? { key: worst[0], violations: worst[1] } : null };
  }
}
