import type { Design } from "../document/schema.ts";
import { experimentsOf, type Experiment } from "./resolve.ts";

/** Experiments that a node's behaviour carries out itself, event by event: both executors do exactly the same (rule E5). */
export const BY_BEHAVIOUR = ["poison-event", "reorder", "store-down"] as const satisfies readonly Experiment["type"][];

/** One of them. */
export type Window = Extract<Experiment, { type: (typeof BY_BEHAVIOUR)[number] }>;

export function isWindow(experiment: Experiment): experiment is Window {
  return (BY_BEHAVIOUR as readonly string[]).includes(experiment.type);
}

const known = new WeakMap<Design, ReadonlyMap<string, readonly Window[]>>();
const NONE: readonly Window[] = [];

/** Those that are done to a node, with the times between which they are on. */
export function windowsOn(design: Design, node: string): readonly Window[] {
  let byNode = known.get(design);
  if (!byNode) {
    const map = new Map<string, Window[]>();
    for (const each of experimentsOf(design)) if (isWindow(each) && "node" in each.target) map.set(each.target.node, [...(map.get(each.target.node) ?? []), each]);
    known.set(design, (byNode = map));
  }
  return byNode.get(node) ?? NONE;
}

/** Whether one is on at a time. */
export function isOn({ atMs, endMs }: Experiment, nowMs: number): boolean {
  return atMs <= nowMs && nowMs < endMs;
}
