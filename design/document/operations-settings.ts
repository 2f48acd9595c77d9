import { z } from "zod";
import { factsOf } from "../checks/node-facts.ts";
import { AppError } from "../errors.ts";
import type { Port } from "../kinds/kind.ts";
import { edgeSchemaIn } from "../graph/edge-settings.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import type { DesignDiff } from "./diff.ts";
import { edgeOf, edit, nodeOf, replaceById, withProperty } from "./edit.ts";
import { setIn } from "./set-in.ts";
import type { Design, DesignEdge, DesignNode, Json } from "./schema.ts";

type Settings = Record<string, Json> | undefined;

export interface SettingChange {
  /** Where in the settings, for example `["serviceTime", "meanMs"]` or `["rules", 0, "when"]`. */
  readonly path: readonly (string | number)[];
  /** What to write, even when it is the default; undefined removes it (an entry of a list closes the gap). */
  readonly value: Json | undefined;
}

/**
 * Changes one setting of a node. A value out of range is written too: the check reports it. When a port is renamed its
 * edges follow, and when one goes, its edges go. Throws an AppError `wrong-use` for what is not JSON.
 */
export function updateSettings(design: Design, { node: id, path, value }: SettingChange & { node: string }): DesignDiff {
  const node = nodeOf(design, id);
  const schema = isKindType(node.kind) ? kindOf(node.kind).settings : null;
  return replaceSettings(design, { node: id, settings: asSettings(setIn(node.settings ?? {}, path, asJson(value), schema)) });
}

/** Replaces all settings of a node; undefined gives it the defaults. Edges follow their ports as in `updateSettings`. */
export function replaceSettings(design: Design, { node: id, settings }: { node: string; settings: Settings }): DesignDiff {
  const node = nodeOf(design, id);
  const next = withSettings(node, settings);
  return edit(design, { nodes: replaceById(design.nodes, next), edges: followPorts(design.edges, node, next) });
}

/** Changes one setting of an edge: of the implicit queue that it stands for (rule G2), or one that its origin's kind gives it. */
export function updateEdgeSettings(design: Design, { edge: id, path, value }: SettingChange & { edge: string }): DesignDiff {
  const edge = edgeOf(design, id);
  const settings = asSettings(setIn(edge.settings ?? {}, path, asJson(value), edgeSchemaIn(design, edge) ?? null));
  return edit(design, { edges: replaceById(design.edges, withSettings(edge, settings)) });
}

function withSettings<R extends DesignNode | DesignEdge>(record: R, settings: Settings): R {
  return withProperty<DesignNode | DesignEdge, "settings">(record, "settings", settings) as R;
}

/** Tells nothing where the settings are broken before or after: then no edge is touched. */
function followPorts(edges: DesignEdge[], before: DesignNode, after: DesignNode): DesignEdge[] {
  const [old, recent] = [factsOf(before).ports, factsOf(after).ports];
  if (old === null || recent === null) return edges;
  const gone = namesOnlyIn(old, recent);
  const come = namesOnlyIn(recent, old);
  if (gone.length === 0) return edges;
  const [renamed] = gone.length === 1 && come.length === 1 ? come : [];
  return edges.flatMap((edge) => {
    const from = edge.from.node === after.id && gone.includes(edge.from.port);
    const to = edge.to.node === after.id && gone.includes(edge.to.port);
    if (!from && !to) return [edge];
    if (renamed === undefined) return [];
    return [{ ...edge, ...(from ? { from: { ...edge.from, port: renamed } } : {}), ...(to ? { to: { ...edge.to, port: renamed } } : {}) }];
  });
}

function namesOnlyIn(ports: readonly Port[], others: readonly Port[]): string[] {
  return ports.filter((port) => !others.some((other) => other.name === port.name)).map((port) => port.name);
}

function asJson(value: Json | undefined): Json | undefined {
  if (value !== undefined && !z.json().safeParse(value).success) throw new AppError("wrong-use", "A setting must be JSON: no NaN, no infinity.");
  return value;
}

/** Settings are an object; empty ones are not written. */
function asSettings(value: Json | undefined): Settings {
  if (value === undefined || value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  return Object.keys(value).length === 0 ? undefined : value;
}
