import { pathsThatDiffer, settingTitle, settingValue, type SettingPath } from "./setting-changes.ts";
import { scenarioLines } from "./scenario-words.ts";
import { displayName } from "../document/display-name.ts";
import { sameJson } from "../document/same-json.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { edgeSchemaIn } from "../graph/edge-settings.ts";
import { alertSentence } from "../words/alert-words.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";

/** Whether a run would notice the difference: places, names and notes do not matter to it. */
export function matterToRun(before: Design, after: Design): boolean {
  return before !== after && !sameJson(essenceOf(before), essenceOf(after));
}

function essenceOf({ nodes, edges, scenario, alerts, slos }: Design): unknown {
  return [nodes.map(({ id, kind, zone, settings }) => [id, kind, zone, settings]), edges.map(({ id, from, to, settings }) => [id, from, to, settings]), scenario, alerts, alerts?.some(({ when }) => when.slo !== undefined) && slos];
}

/** What was changed from one design to the next, in words for a mark on a chart: `Billing: replicas 4`. */
export function describeChanges(before: Design, after: Design): readonly string[] {
  const nodes = after.nodes.flatMap((node) => describeNode(before.nodes.find((each) => each.id === node.id), node));
  const edges = after.edges.flatMap((edge) => describeEdge(before.edges.find((each) => each.id === edge.id), edge, after));
  const gone = before.nodes.filter((node) => !after.nodes.some((each) => each.id === node.id)).map((node) => `${displayName(node)} removed`);
  const [old, recent] = [scenarioLines(before), scenarioLines(after)];
  const planned = recent.filter((line) => !old.includes(line)).map((line) => `planned ${line}`);
  const dropped = old.filter((line) => !recent.includes(line)).map((line) => `no longer planned ${line}`);
  return [...nodes, ...edges, ...gone, ...planned, ...dropped, ...describeAlerts(before, after)];
}

function describeAlerts(before: Design, after: Design): readonly string[] {
  const changed = (after.alerts ?? []).filter((alert) => !sameJson(before.alerts?.find(({ id }) => id === alert.id), alert));
  const gone = (before.alerts ?? []).filter(({ id }) => !after.alerts?.some((alert) => alert.id === id));
  return [...changed.map((alert) => `alert ${alert.name || alert.id}: ${alertSentence(alert, after)}`), ...gone.map(({ id, name }) => `alert ${name || id} removed`)];
}

function describeNode(before: DesignNode | undefined, after: DesignNode): readonly string[] {
  if (before === after) return [];
  if (!before) return [`${displayName(after)} added`];
  if (!isKindType(after.kind)) return [];
  const schema = kindOf(after.kind).settings;
  return pathsThatDiffer(before.settings ?? {}, after.settings ?? {}).map((path) => `${displayName(after)}: ${describeSetting(schema, after.settings ?? {}, path)}`);
}

function describeEdge(before: DesignEdge | undefined, after: DesignEdge, design: Design): readonly string[] {
  const schema = edgeSchemaIn(design, after);
  if (!before || before === after || schema === undefined) return [];
  return pathsThatDiffer(before.settings ?? {}, after.settings ?? {}).map((path) => describeSetting(schema, after.settings ?? {}, path));
}

function describeSetting(schema: Parameters<typeof settingTitle>[0], settings: unknown, path: SettingPath): string {
  return `${settingTitle(schema, settings, path)} ${settingValue(schema, settings, path)}`;
}
