import { displayName } from "../document/display-name.ts";
import { sameJson } from "../document/same-json.ts";
import type { Design, DesignNode } from "../document/schema.ts";
import { ALERTS, EDGES, edgeKey, NODES, SLOS, ZONES, type Both, type ComparedPart, type Detail, type Records } from "./record-words.ts";
import { scenarioLines } from "./scenario-words.ts";

/** Something in which two designs differ. A detail is part of a sentence: `replicas 2 → 4`. */
export interface DesignChange {
  readonly part: ComparedPart;
  readonly change: "added" | "removed" | "changed";
  /** Of the node, edge, zone, SLO or alert; empty where it has none. */
  readonly id: string;
  readonly name: string;
  readonly details: readonly Detail[];
}

/** What differs between two designs, and what does without changing what they do. */
export interface DesignComparison {
  readonly changes: readonly DesignChange[];
  /** Names of the nodes that lie elsewhere on the canvas. */
  readonly moved: readonly string[];
  /** Whether the notes on the canvas differ. */
  readonly annotations: boolean;
}

/**
 * What differs from one design to another: nodes, zones, SLOs and alerts by their ids, edges by what they join. Settings are compared with every
 * default filled in, so that one that is written out and one that is left to its default are the same.
 */
export function compareDesigns(before: Design, after: Design): DesignComparison {
  const both = { before, after };
  return {
    changes: [
      ...propertyChanges(before, after),
      ...recordChanges(NODES, before.nodes, after.nodes, both),
      ...recordChanges(EDGES, before.edges, after.edges, both, edgeKey),
      ...recordChanges(ZONES, before.zones, after.zones, both),
      ...recordChanges(SLOS, before.slos, after.slos, both),
      ...recordChanges(ALERTS, before.alerts, after.alerts, both),
      ...scenarioChanges(before, after),
    ],
    moved: after.nodes.filter((node) => isMoved(before, node)).map(displayName),
    annotations: !sameJson(before.annotations ?? [], after.annotations ?? []),
  };
}

/** Whether nothing differs but where things lie and what notes say. */
export function isSameDesign({ changes }: DesignComparison): boolean {
  return changes.length === 0;
}

function recordChanges<R extends { readonly id: string }>(
  { part, name, summary, details }: Records<R>,
  before: readonly R[] = [],
  after: readonly R[] = [],
  both: Both,
  keyOf: (record: R) => string = ({ id }) => id,
): DesignChange[] {
  const [old, recent] = [keyed(before, keyOf), keyed(after, keyOf)];
  const added = [...recent].flatMap(([key, record]): DesignChange[] => (old.has(key) ? [] : [{ part, change: "added", id: record.id, name: name(record, both.after), details: summary(record, both.after) }]));
  const removed = [...old].flatMap(([key, record]): DesignChange[] => (recent.has(key) ? [] : [{ part, change: "removed", id: record.id, name: name(record, both.before), details: [] }]));
  const changed = [...recent].flatMap(([key, record]): DesignChange[] => {
    const earlier = old.get(key);
    const found = earlier ? details(earlier, record, both) : [];
    return found.length === 0 ? [] : [{ part, change: "changed", id: record.id, name: name(record, both.after), details: found }];
  });
  return [...added, ...removed, ...changed];
}

/** Records by their keys; those that share one are told apart by their order. */
function keyed<R>(records: readonly R[], keyOf: (record: R) => string): Map<string, R> {
  const counts = new Map<string, number>();
  return new Map(
    records.map((record) => {
      const key = keyOf(record);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return [`${key} ${count}`, record];
    }),
  );
}

function propertyChanges(before: Design, after: Design): DesignChange[] {
  const details = [
    ...(before.name === after.name ? [] : [{ words: `name “${before.name}” → “${after.name}”` }]),
    ...(before.description === after.description ? [] : [{ words: "description changed" }]),
    ...((before.seed ?? 1) === (after.seed ?? 1) ? [] : [{ words: `seed ${before.seed ?? 1} → ${after.seed ?? 1}` }]),
  ];
  return details.length === 0 ? [] : [{ part: "design", change: "changed", id: "", name: after.name, details }];
}

/** Steps of the load and experiments have no order that matters: those that say the same are the same. */
function scenarioChanges(before: Design, after: Design): DesignChange[] {
  const [old, recent] = [scenarioLines(before), scenarioLines(after)];
  const only = (list: readonly string[], other: readonly string[]): string[] => list.filter((line) => !other.includes(line));
  const make = (change: "added" | "removed") => (name: string): DesignChange => ({ part: "scenario", change, id: "", name, details: [] });
  return [...only(recent, old).map(make("added")), ...only(old, recent).map(make("removed"))];
}

function isMoved({ nodes }: Design, { id, position }: DesignNode): boolean {
  const earlier = nodes.find((node) => node.id === id);
  return earlier !== undefined && !sameJson(earlier.position, position);
}
