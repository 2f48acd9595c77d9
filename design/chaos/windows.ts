import type { Design } from "../document/schema.ts";
import { experimentsOf, type Experiment } from "./resolve.ts";

/** Experiments that a node's behaviour carries out itself, event by event: both executors do exactly the same (rule E5). */
export const BY_BEHAVIOUR = ["poison-event", "reorder", "duplicate", "store-down"] as const satisfies readonly Experiment["type"][];

/** One of them. */
export type Window = Extract<Experiment, { type: (typeof BY_BEHAVIOUR)[number] }>;

export function isWindow(experiment: Experiment): experiment is Window {
  return (BY_BEHAVIOUR as readonly string[]).includes(experiment.type);
}

const known = new WeakMap<Design, ReadonlyMap<string, readonly Window[]>>();
const NONE: readonly Window[] = [];

/** Those that are done to a node, with the times between which they are on. */
export function windowsOn(design: Design, node: string): readonly Window[] {
  return windowsOf(design).get(`node:${node}`) ?? NONE;
}

/** Those that deliver twice what goes over an edge (rule O4): they are done to it, or to the node that it leads to. */
export function duplicationsOn(design: Design, edge: string, to: string): readonly Extract<Window, { type: "duplicate" }>[] {
  const all = [...(windowsOf(design).get(`edge:${edge}`) ?? NONE), ...windowsOn(design, to)];
  return all.filter((window) => window.type === "duplicate");
}

/** By what they are done to: nodes and edges may share an id. */
function windowsOf(design: Design): ReadonlyMap<string, readonly Window[]> {
  const found = known.get(design);
  if (found) return found;
  const map = new Map<string, Window[]>();
  for (const each of experimentsOf(design).filter(isWindow)) {
    const key = "node" in each.target ? `node:${each.target.node}` : "edge" in each.target ? `edge:${each.target.edge}` : undefined;
    if (key !== undefined) map.set(key, [...(map.get(key) ?? []), each]);
  }
  known.set(design, map);
  return map;
}

/** Whether one is on at a time. */
export function isOn({ atMs, endMs }: Experiment, nowMs: number): boolean {
  return atMs <= nowMs && nowMs < endMs;
}
