import type { z } from "zod";
import type { Alert } from "../alerts/alert.ts";
import { displayName, nounOf } from "../document/display-name.ts";
import { withoutExtensions } from "../document/extensions.ts";
import type { Design, DesignEdge, DesignNode, Slo, Zone } from "../document/schema.ts";
import { edgeSchemaIn } from "../graph/edge-settings.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { valueOf } from "../kinds/schema-walk.ts";
import { alertSentence } from "../words/alert-words.ts";
import { sloSentence } from "../words/slo-words.ts";
import { pathsThatDiffer, settingTitle, settingValue, type SettingPath, type ValueWords } from "./setting-changes.ts";

/** The parts of a design that are compared, in the order in which they are told. */
export const COMPARED_PARTS = ["design", "node", "edge", "zone", "slo", "alert", "scenario"] as const;
export type ComparedPart = (typeof COMPARED_PARTS)[number];

/** One thing in which two records differ, in words; of a setting also where it is and its values, defaults filled in. */
export interface Detail {
  readonly words: string;
  readonly setting?: SettingPath;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The two designs that records are compared in. */
export interface Both {
  readonly before: Design;
  readonly after: Design;
}

/** How one sort of record is named and compared in words. */
export interface Records<R> {
  readonly part: ComparedPart;
  readonly name: (record: R, design: Design) => string;
  /** What is worth saying of one that was added. */
  readonly summary: (record: R, design: Design) => readonly Detail[];
  /** What differs, an entry each; none where the two say the same. */
  readonly details: (before: R, after: R, both: Both) => readonly Detail[];
}

/** Both values are shown, so that a list is worth its JSON. */
const WORDS: ValueWords = { unset: "none", other: (value) => shortened(JSON.stringify(value)) };
const LONGEST = 60;

export const NODES: Records<DesignNode> = {
  part: "node",
  name: displayName,
  summary: ({ kind, settings = {} }) => [{ words: nounOf(kind) }, ...written(schemaOf(kind), settings)],
  details: (before, after, designs) => [
    ...(displayName(before) === displayName(after) ? [] : [{ words: `was called ${displayName(before)}` }]),
    ...(before.kind === after.kind ? [] : [{ words: `${nounOf(before.kind)} → ${nounOf(after.kind)}` }]),
    ...(before.zone === after.zone ? [] : [{ words: `zone ${zoneName(before, designs.before)} → ${zoneName(after, designs.after)}` }]),
    ...(before.kind === after.kind ? settingDetails(schemaOf(before.kind), before.settings, after.settings) : []),
    ...((before.notes ?? "") === (after.notes ?? "") ? [] : [{ words: "notes changed" }]),
  ],
};

export const EDGES: Records<DesignEdge> = {
  part: "edge",
  name: edgeName,
  summary: (edge, design) => written(edgeSchemaIn(design, edge), edge.settings ?? {}),
  details: (before, after, designs) => [
    ...((before.label ?? "") === (after.label ?? "") ? [] : [{ words: `label “${before.label ?? ""}” → “${after.label ?? ""}”` }]),
    ...settingDetails(edgeSchemaIn(designs.after, after), before.settings, after.settings),
  ],
};

export const ZONES: Records<Zone> = {
  part: "zone",
  name: ({ name }) => name,
  summary: () => [],
  details: (before, after) => [
    ...(before.name === after.name ? [] : [{ words: `was called ${before.name}` }]),
    ...((before.kind ?? "zone") === (after.kind ?? "zone") ? [] : [{ words: `${before.kind ?? "zone"} → ${after.kind ?? "zone"}` }]),
    ...(before.provider === after.provider ? [] : [{ words: `provider ${before.provider ?? "none"} → ${after.provider ?? "none"}` }]),
  ],
};

export const SLOS: Records<Slo> = {
  part: "slo",
  name: sloName,
  summary: (slo, design) => [{ words: sloSentence(slo, design) }],
  details: (before, after, designs) => {
    // Both by the newer names: that a node was called something else is no change of its SLO.
    const nodes = [...designs.after.nodes, ...designs.before.nodes];
    const [old, recent] = [sloSentence(before, { nodes }), sloSentence(after, { nodes })];
    return [
      ...(sloName(before) === sloName(after) ? [] : [{ words: `was called ${sloName(before)}` }]),
      ...(old === recent ? [] : [{ words: recent }, { words: `it was ${old}` }]),
    ];
  },
};

export const ALERTS: Records<Alert> = {
  part: "alert",
  name: ({ id, name }) => name.trim() || id,
  summary: (alert, design) => [{ words: alertSentence(alert, design) }],
  details: (before, after, designs) => {
    // Both by the newer names, as of SLOs.
    const named = { nodes: [...designs.after.nodes, ...designs.before.nodes], slos: [...(designs.after.slos ?? []), ...(designs.before.slos ?? [])], zones: [...(designs.after.zones ?? []), ...(designs.before.zones ?? [])] };
    const [old, recent] = [alertSentence(before, named), alertSentence(after, named)];
    return [
      ...(before.name === after.name ? [] : [{ words: `was called ${before.name || before.id}` }]),
      ...(old === recent ? [] : [{ words: recent }, { words: `it was ${old}` }]),
    ];
  },
};

/** What an edge joins: one that was drawn anew under another id is still the same. */
export function edgeKey({ from, to, settings }: DesignEdge): string {
  // Two edges between the same ports (two bindings of a queue) are told apart by what they say.
  return JSON.stringify([from.node, from.port, to.node, to.port, settings?.bindingKey ?? null, settings?.pattern ?? null, settings?.headers ?? null]);
}

/** `Orders inbox → Billing`, with the ports that are not the usual ones. */
function edgeName({ from, to }: DesignEdge, { nodes }: Design): string {
  const nameOf = (id: string): string => displayName(nodes.find((node) => node.id === id) ?? { id });
  const [out, into] = [from.port === "out" ? "" : ` (${from.port})`, to.port === "in" ? "" : ` (${to.port})`];
  return `${nameOf(from.node)}${out} → ${nameOf(to.node)}${into}`;
}

function sloName({ id, name }: Slo): string {
  return name.trim() === "" ? id : name;
}

function zoneName({ zone }: DesignNode, { zones }: Design): string {
  return zone === undefined ? "none" : (zones?.find(({ id }) => id === zone)?.name ?? zone);
}

function schemaOf(kind: string): z.ZodType | undefined {
  return isKindType(kind) ? kindOf(kind).settings : undefined;
}

type Settings = DesignNode["settings"];

/** Each setting that differs, with both values: `service time › mean 15 ms → 20 ms`. */
function settingDetails(schema: z.ZodType | undefined, before: Settings, after: Settings): Detail[] {
  const [old, recent] = [effective(schema, before), effective(schema, after)];
  return pathsThatDiffer(old, recent).map((setting) => ({
    words: `${titles(schema, recent, setting)} ${valueWords(schema, old, setting)} → ${valueWords(schema, recent, setting)}`,
    setting,
    before: setting.reduce<unknown>(valueOf, old),
    after: setting.reduce<unknown>(valueOf, recent),
  }));
}

/** Each setting that is written out. */
function written(schema: z.ZodType | undefined, settings: NonNullable<Settings>): Detail[] {
  return leavesOf(settings).map((path) => ({ words: `${titles(schema, settings, path)} ${settingValue(schema, settings, path, WORDS)}` }));
}

/** A value, an object's parts each with its title. */
function valueWords(schema: z.ZodType | undefined, settings: unknown, path: SettingPath): string {
  const leaves = leavesOf(path.reduce<unknown>(valueOf, settings), path);
  return leaves.map((leaf) => `${leaf.length > path.length ? `${settingTitle(schema, settings, leaf)} ` : ""}${settingValue(schema, settings, leaf, WORDS)}`).join(", ");
}

function leavesOf(value: unknown, path: SettingPath = []): SettingPath[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function titles(schema: z.ZodType | undefined, settings: unknown, path: SettingPath): string {
  return path.map((_, index) => settingTitle(schema, settings, path.slice(0, index + 1))).join(" › ");
}

/** The settings with every default filled in; as they are where they do not fit. */
function effective(schema: z.ZodType | undefined, settings: Settings = {}): unknown {
  const parsed = schema?.safeParse(withoutExtensions(settings, schema));
  return parsed?.success ? parsed.data : settings;
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
