import { beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { RunOptions } from "../../engine/core/executor.ts";
import type { Result } from "../support/run.ts";
import type { Side } from "./executors.ts";
import { Outcome } from "./outcome.ts";

/** A small design and what must hold of its run on either executor; `compare` sees both. */
export interface Scenario {
  readonly title: string;
  readonly design: Design;
  readonly check?: (outcome: Outcome, side: Side["name"]) => void;
  readonly compare?: (forecast: Outcome, live: Outcome) => void;
}

/**
 * Runs scenarios on both executors. Their designs are laid side by side in one, because the start of a live run takes longer
 * than most scenarios; they have nothing to do with each other but the clock.
 * Scenarios that are `timed` ask for a machine that keeps up.
 */
export function onBoth(sides: readonly [Side, Side], scenarios: readonly Scenario[], { timed = false, ...options }: Partial<RunOptions> & { timed?: boolean } = {}): void {
  const results = new Map<Side["name"], Result>();
  const outcome = (side: Side["name"], index: number): Outcome => new Outcome(results.get(side)!, prefixOf(index));

  for (const side of sides) {
    describe(side.name, () => {
      const run = (): Promise<Result> => side.run(besideEachOther(scenarios.map(({ design }) => design)), options);
      beforeAll(async () => void results.set(side.name, await (timed ? undisturbed(run) : run())), 90_000);

      it("E4 M4 the books balance, and nothing was lost or done twice", () => {
        const { report } = results.get(side.name)!;
        expect(report.ended).toBe("drained");
        expect(report.ledger).toMatchObject({ balanced: true, unsettled: 0, lost: 0, duplicated: 0, inFlight: 0 });
      });

      for (const [index, { title, check }] of scenarios.entries()) if (check) it(title, () => check(outcome(side.name, index), side.name));
    });
  }
  describe("forecast and live", () => {
    for (const [index, { title, compare }] of scenarios.entries()) if (compare) it(title, () => compare(outcome("forecast", index), outcome("live", index)));
  });
}

/**
 * A machine that could not keep up, or not even renew its locks in time, says nothing about times: the run is made again, at
 * most twice.
 */
async function undisturbed(run: () => Promise<Result>): Promise<Result> {
  for (let left = 2; ; left--) {
    const result = await run();
    if (left === 0 || (result.report.saturated.length === 0 && result.notices.every(({ code }) => code !== "worker"))) return result;
  }
}

function prefixOf(index: number): string {
  return `s${index}_`;
}

/** Designs in one, with ids that do not clash: the n-th has the prefix `s<n>_`. */
export function besideEachOther(designs: readonly Design[]): Design {
  return {
    format: "spillway",
    version: 1,
    name: "Contract",
    seed: 1,
    nodes: designs.flatMap(({ nodes }, index) => nodes.map((node) => ({ ...node, id: prefixOf(index) + node.id }))),
    edges: designs.flatMap(({ edges }, index) =>
      edges.map((edge) => ({
        ...edge,
        id: prefixOf(index) + edge.id,
        from: { ...edge.from, node: prefixOf(index) + edge.from.node },
        to: { ...edge.to, node: prefixOf(index) + edge.to.node },
      })),
    ),
  };
}
