import {
  applyRecordsDiff,
  composeRecordsDiffs,
  diffRecords,
  invertRecordsDiff,
  isEmptyRecordsDiff,
  noRecordsDiff,
  type RecordsDiff,
} from "./records-diff.ts";
import { sameJson } from "./same-json.ts";
import type { Alert } from "../alerts/alert.ts";
import type { Annotation, Design, DesignEdge, DesignNode, Slo, Zone } from "./schema.ts";

const PROPERTIES = ["name", "description", "seed", "scenario", "view"] as const;
type Property = (typeof PROPERTIES)[number];

/** For each property that changed, its value before and after; undefined is absent. */
export type PropertiesDiff = { readonly [Key in Property]?: readonly [before: Design[Key] | undefined, after: Design[Key] | undefined] };

/**
 * A change to a design that can be applied, taken back, squashed with the next one and shown in a list. It holds the
 * records as they were and as they are, so it needs no design to be inverted.
 */
export interface DesignDiff {
  readonly nodes: RecordsDiff<DesignNode>;
  readonly edges: RecordsDiff<DesignEdge>;
  readonly zones: RecordsDiff<Zone>;
  readonly annotations: RecordsDiff<Annotation>;
  readonly slos: RecordsDiff<Slo>;
  readonly alerts: RecordsDiff<Alert>;
  readonly properties: PropertiesDiff;
}

/** The change that changes nothing. */
export const EMPTY_DIFF: DesignDiff = {
  nodes: noRecordsDiff(),
  edges: noRecordsDiff(),
  zones: noRecordsDiff(),
  annotations: noRecordsDiff(),
  slos: noRecordsDiff(),
  alerts: noRecordsDiff(),
  properties: {},
};

export function isEmptyDiff(diff: DesignDiff): boolean {
  const lists = [diff.nodes, diff.edges, diff.zones, diff.annotations, diff.slos, diff.alerts];
  return lists.every((list) => isEmptyRecordsDiff(list)) && Object.keys(diff.properties).length === 0;
}

/**
 * What leads from one design to another; what they share by identity costs nothing to compare. Beyond the lists and
 * properties of {@link DesignDiff} nothing is compared: `format`, `version` and `x-…` properties are not edited.
 */
export function diffDesigns(before: Design, after: Design): DesignDiff {
  const changed = PROPERTIES.filter((key) => !sameJson(before[key], after[key]));
  return {
    nodes: diffRecords(before.nodes, after.nodes),
    edges: diffRecords(before.edges, after.edges),
    zones: diffRecords(before.zones, after.zones),
    annotations: diffRecords(before.annotations, after.annotations),
    slos: diffRecords(before.slos, after.slos),
    alerts: diffRecords(before.alerts, after.alerts),
    properties: Object.fromEntries(changed.map((key) => [key, [before[key], after[key]]])) as PropertiesDiff,
  };
}

/**
 * The design after a change. Untouched records, lists and properties keep their identity. Meant for the design that
 * the change was made for; on another one, records that it does not have are passed over.
 */
export function applyDiff(design: Design, diff: DesignDiff): Design {
  if (isEmptyDiff(diff)) return design;
  const properties = Object.entries(diff.properties).map(([key, [, after]]): [string, unknown] => [key, after]);
  return withoutAbsent({
    ...design,
    nodes: applyRecordsDiff(design.nodes, diff.nodes) ?? [],
    edges: applyRecordsDiff(design.edges, diff.edges) ?? [],
    zones: applyRecordsDiff(design.zones, diff.zones),
    annotations: applyRecordsDiff(design.annotations, diff.annotations),
    slos: applyRecordsDiff(design.slos, diff.slos),
    alerts: applyRecordsDiff(design.alerts, diff.alerts),
    ...Object.fromEntries(properties),
  });
}

/** The change back: applying one after the other gives the design that was there before, in its order. */
export function invertDiff(diff: DesignDiff): DesignDiff {
  const properties = Object.entries(diff.properties).map(([key, [before, after]]): [string, unknown] => [key, [after, before]]);
  return {
    nodes: invertRecordsDiff(diff.nodes),
    edges: invertRecordsDiff(diff.edges),
    zones: invertRecordsDiff(diff.zones),
    annotations: invertRecordsDiff(diff.annotations),
    slos: invertRecordsDiff(diff.slos),
    alerts: invertRecordsDiff(diff.alerts),
    properties: Object.fromEntries(properties) as PropertiesDiff,
  };
}

/** One change that does a first one and then a second one to what that leaves. */
export function andThen(design: Design, first: DesignDiff, second: (after: Design) => DesignDiff): DesignDiff {
  return composeDiffs(first, second(applyDiff(design, first)));
}

/** One change that does what several do one after the other, each made for the design that the one before it leaves. */
export function composeDiffs(...diffs: readonly DesignDiff[]): DesignDiff {
  return diffs.reduce((first, second) => ({
    nodes: composeRecordsDiffs(first.nodes, second.nodes),
    edges: composeRecordsDiffs(first.edges, second.edges),
    zones: composeRecordsDiffs(first.zones, second.zones),
    annotations: composeRecordsDiffs(first.annotations, second.annotations),
    slos: composeRecordsDiffs(first.slos, second.slos),
    alerts: composeRecordsDiffs(first.alerts, second.alerts),
    properties: composeProperties(first.properties, second.properties),
  }), EMPTY_DIFF);
}

function composeProperties(first: PropertiesDiff, second: PropertiesDiff): PropertiesDiff {
  const keys = PROPERTIES.filter((key) => first[key] !== undefined || second[key] !== undefined);
  const composed = keys.map((key): [Property, readonly [unknown, unknown]] => {
    const [one, two] = [first[key] ?? second[key], second[key] ?? first[key]];
    return [key, [one?.[0], two?.[1]]];
  });
  return Object.fromEntries(composed.filter(([, [before, after]]) => !sameJson(before, after))) as PropertiesDiff;
}

function withoutAbsent(design: Design): Design {
  return Object.fromEntries(Object.entries(design).filter(([, value]) => value !== undefined)) as Design;
}
