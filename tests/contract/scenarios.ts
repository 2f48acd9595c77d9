import { beforeAll, describe, expect, it } from "vitest";
import type { Alert } from "../../design/alerts/alert.ts";
import type { Design, Json, Slo } from "../../design/document/schema.ts";
import type { RunOptions } from "../../engine/core/executor.ts";
import type { TimedBrokerChange } from "../../engine/core/log/broker-change.ts";
import type { Result } from "../support/run.ts";
import type { Side } from "./executors.ts";
import { Outcome } from "./outcome.ts";

/** A small design and what must hold of its run on either executor; `compare` sees both. */
export interface Scenario {
  readonly title: string;
  readonly design: Design;
  /** Brokers of its topics that die and come back while it runs (rule T7). */
  readonly brokers?: readonly TimedBrokerChange[];
  readonly check?: (outcome: Outcome, side: Side["name"]) => void;
  readonly compare?: (forecast: Outcome, live: Outcome) => void;
  /** Its channels deliver events twice on purpose: what its part of the books counts as duplicated is expected. */
  readonly duplicates?: true;
}

/**
 * Runs scenarios on both executors. Their designs are laid side by side in one, because the start of a live run takes longer
 * than most scenarios; they have nothing to do with each other but the clock.
 * Scenarios that are `timed` ask for a machine that keeps up. Unless they are, or it is said otherwise, the live run is audited.
 */
export function onBoth(sides: readonly [Side, Side], scenarios: readonly Scenario[], { timed = false, audit = !timed, ...options }: Partial<RunOptions> & { timed?: boolean } = {}): void {
  const results = new Map<Side["name"], Result>();
  const outcome = (side: Side["name"], index: number): Outcome => new Outcome(results.get(side)!, prefixOf(index));

  for (const side of sides) {
    describe(side.name, () => {
      const run = (): Promise<Result> => carryOut(side, scenarios, { audit, ...options });
      beforeAll(async () => void results.set(side.name, await (timed ? undisturbed(run) : run())), 90_000);

      it("E4 M4 the books balance, and nothing was lost or done twice", () => {
        const { report } = results.get(side.name)!;
        expect(report.ended).toBe("drained");
        const duplicated = scenarios.reduce((sum, { duplicates }, index) => sum + (duplicates ? outcome(side.name, index).ledger.duplicated : 0), 0);
        expect(report.ledger).toMatchObject({ balanced: true, unsettled: 0, lost: 0, duplicated, inFlight: 0 });
        if (side.name === "live" && audit) expect(report.audit).toMatchObject({ lost: { count: 0 }, ...(duplicated === 0 && { duplicated: { count: 0 } }), differences: [] });
      });

      for (const [index, { title, check }] of scenarios.entries()) if (check) it(title, () => check(outcome(side.name, index), side.name));
    });
  }
  describe("forecast and live", () => {
    for (const [index, { title, compare }] of scenarios.entries()) if (compare) it(title, () => compare(outcome("forecast", index), outcome("live", index)));
  });
}

/** Runs the scenarios beside each other; what is to happen to brokers is known before the first event, as it is to a timeline. */
async function carryOut(side: Side, scenarios: readonly Scenario[], options: Partial<RunOptions>): Promise<Result> {
  const design = besideEachOther(scenarios.map((scenario) => scenario.design));
  const changes = scenarios.flatMap(({ brokers = [] }, index) => brokers.map((change) => ({ ...change, topic: prefixOf(index) + change.topic })));
  if (changes.length === 0) return side.run(design, options);
  const { executor, heard } = await side.begin(design, { ...options, paused: true });
  for (const { atMs, ...change } of changes) await executor.setBroker(change, atMs);
  await (side.name === "forecast" ? executor.finish() : executor.resume());
  return { ...heard, executor, report: await executor.finished };
}

/**
 * A machine that could not keep up, or not even renew its locks in time, says nothing about times: the run is made again, at
 * most twice.
 */
async function undisturbed(run: () => Promise<Result>): Promise<Result> {
  for (let left = 2; ; left--) {
    const result = await run();
    if (left === 0 || (result.report.saturated.every(({ what }) => what === "machine") && result.notices.every(({ code }) => code !== "worker"))) return result;
  }
}

function prefixOf(index: number): string {
  return `s${index}_`;
}

function prefixedTarget(target: Slo["target"], prefix: string): Slo["target"] {
  if ("node" in target) return { node: prefix + target.node };
  return "path" in target ? { path: target.path.map((id) => prefix + id) } : target;
}

function prefixedTargetOf(target: Json, prefix: string): Json {
  if (typeof target !== "object" || target === null || Array.isArray(target)) return target;
  return Object.fromEntries(Object.entries(target).map(([what, id]) => [what, (what === "node" || what === "edge") && typeof id === "string" ? prefix + id : id]));
}

function prefixedAlert(alert: Alert, prefix: string): Alert {
  const refers = new Set(["id", "node", "slo"]);
  return JSON.parse(JSON.stringify(alert), (key, value: unknown) => (refers.has(key) && typeof value === "string" ? prefix + value : value)) as Alert;
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
    scenario: { load: designs.flatMap(({ scenario }, index) => (scenario?.load ?? []).map((step) => ({ ...step, node: prefixOf(index) + step.node }))), chaos: designs.flatMap(({ scenario }, index) => (scenario?.chaos ?? []).map((each) => ({ ...each, id: prefixOf(index) + each.id, target: prefixedTargetOf(each.target, prefixOf(index)) }))) },
    zones: [...new Map(designs.flatMap(({ zones = [] }) => zones.map((zone) => [zone.id, zone] as const))).values()],
    alerts: designs.flatMap(({ alerts = [] }, index) => alerts.map((alert) => prefixedAlert(alert, prefixOf(index)))),
    slos: designs.flatMap(({ slos = [] }, index) => slos.map((slo) => ({ ...slo, id: prefixOf(index) + slo.id, target: prefixedTarget(slo.target, prefixOf(index)) }))),
  };
}
