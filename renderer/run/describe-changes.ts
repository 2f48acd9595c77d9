import { displayName } from "../../design/document/display-name.ts";
import { sameJson } from "../../design/document/same-json.ts";
import type { Design, DesignEdge, DesignNode } from "../../design/document/schema.ts";
import { edgeSchemaIn } from "../../design/graph/edge-settings.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import { metaOf, fieldsAlong } from "../../design/kinds/schema-walk.ts";
import { formatNumber } from "../format/numbers.ts";
import { formatDuration } from "../inspector/form/time-units.ts";

/** Whether a run would notice the difference: places, names and notes do not matter to it. */
export function matterToRun(before: Design, after: Design): boolean {
  return before !== after && !sameJson(essenceOf(before), essenceOf(after));
}

function essenceOf({ nodes, edges, scenario }: Design): unknown {
  return [nodes.map(({ id, kind, zone, settings }) => [id, kind, zone, settings]), edges.map(({ id, from, to, settings }) => [id, from, to, settings]), scenario];
}

/** What was changed from one design to the next, in words for a mark on a chart: `Billing: replicas 4`. */
export function describeChanges(before: Design, after: Design): readonly string[] {
  const nodes = after.nodes.flatMap((node) => describeNode(before.nodes.find((each) => each.id === node.id), node));
  const edges = after.edges.flatMap((edge) => describeEdge(before.edges.find((each) => each.id === edge.id), edge, after));
  const gone = before.nodes.filter((node) => !after.nodes.some((each) => each.id === node.id)).map((node) => `${displayName(node)} removed`);
  return [...nodes, ...edges, ...gone];
}

function describeNode(before: DesignNode | undefined, after: DesignNode): readonly string[] {
  if (before === after) return [];
  if (!before) return [`${displayName(after)} added`];
  if (!isKindType(after.kind)) return [];
  const schema = kindOf(after.kind).settings;
  return leavesThatDiffer(before.settings ?? {}, after.settings ?? {}).map((path) => `${displayName(after)}: ${describeSetting(schema, after.settings ?? {}, path)}`);
}

function describeEdge(before: DesignEdge | undefined, after: DesignEdge, design: Design): readonly string[] {
  const schema = edgeSchemaIn(design, after);
  if (!before || before === after || schema === undefined) return [];
  return leavesThatDiffer(before.settings ?? {}, after.settings ?? {}).map((path) => describeSetting(schema, after.settings ?? {}, path));
}

type Path = readonly (string | number)[];

function leavesThatDiffer(before: unknown, after: unknown, path: Path = []): readonly Path[] {
  if (sameJson(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => leavesThatDiffer(before[key], after[key], [...path, key]));
}

function describeSetting(schema: Parameters<typeof fieldsAlong>[0], settings: unknown, path: Path): string {
  const field = fieldsAlong(schema, settings, path).findLast((each) => each !== null);
  const { title, unit } = field ? metaOf(field) : {};
  const value = path.reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), settings);
  return `${(title ?? String(path.at(-1))).toLowerCase()} ${describeValue(value, unit)}`;
}

function describeValue(value: unknown, unit: string | undefined): string {
  if (value === undefined) return "default";
  if (typeof value === "number") {
    if (unit === "ms") return formatDuration(value);
    if (unit === "%") return `${formatNumber(value * 100)} %`;
    return unit === "/s" ? `${formatNumber(value)}/s` : formatNumber(value);
  }
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" && value.length <= 24 ? value : "changed";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
