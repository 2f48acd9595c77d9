import fc from "fast-check";
import { checkDesign } from "../../design/checks/check.ts";
import { refusalBetween } from "../../design/checks/port-rules.ts";
import type { Design, DesignEdge, DesignNode, Json, Slo, Zone } from "../../design/document/schema.ts";
import { portsOf } from "../../design/document/settings.ts";
import { edgeSchema, edgeSchemas } from "../../design/graph/edge-settings.ts";
import { isKindType, kindOf, kindTypes, type KindType } from "../../design/kinds/registry.ts";
import { arbitrarySettings } from "./arbitrary-settings.ts";
import { HOSTILE_NAMES } from "./examples.ts";

type Settings = Record<string, Json>;

/** What a kind needs that has no default, or that few texts fit. */
const NEEDED: Partial<Record<KindType, Settings>> = { schedule: { everyMs: 1000, timezone: "Europe/Berlin" } };

const called = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...HOSTILE_NAMES) }, { weight: 2, arbitrary: fc.constantFrom("Orders", "orders", "Order service", "Billing") }, fc.string({ unit: "binary", maxLength: 200 }).filter((text) => text.length <= 200));

const bySettings = new Map(kindTypes.map((kind) => [kind, arbitrarySettings(kindOf(kind).settings)]));

function nodeOf(kind: KindType): fc.Arbitrary<Omit<DesignNode, "id">> {
  return fc
    .record(
      { kind: fc.constant(kind), name: called, settings: bySettings.get(kind) ?? fc.constant({}), zone: fc.constantFrom("eu", "us"), position: fc.constant({ x: 0, y: 0 }), notes: called },
      { requiredKeys: ["kind", "position", "settings"], noNullPrototype: true },
    )
    .map(({ settings, ...node }): Omit<DesignNode, "id"> => ({ ...node, settings: possible(kind, (settings ?? {}) as Settings) }));
}

/** Settings without those that the kind's own check refuses beside the others. */
function possible(kind: KindType, given: Settings): Settings {
  const { settings: schema, check } = kindOf(kind);
  let settings = given;
  for (let turn = 0; turn < 5; turn++) {
    const parsed = schema.safeParse(settings);
    const refused = parsed.success ? check?.(parsed.data).find(({ severity }) => severity === "error")?.path[0] : undefined;
    if (parsed.success && refused === undefined) return settings;
    const others = Object.fromEntries(Object.entries(settings).filter(([property]) => property !== refused));
    settings = refused === "everyMs" ? others : { ...others, ...NEEDED[kind] };
  }
  return NEEDED[kind] ?? {};
}

const BROKERS: readonly KindType[] = ["queue", "topic", "exchange", "consumer", "deadLetter", "producer"];

const nodes: fc.Arbitrary<DesignNode[]> = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...kindTypes).chain(nodeOf) }, { weight: 3, arbitrary: fc.constantFrom(...BROKERS).chain(nodeOf) }), { minLength: 3, maxLength: 14 })
  .chain((some) => nodeOf("producer").map((producer) => [producer, ...some].map((node, index): DesignNode => ({ id: `n${index}`, ...node }))));

/** Edges that the ports allow; those between nodes that keep no events lead from an earlier node to a later one, so that they close no cycle. */
function edgesOf(drawn: readonly DesignNode[]): fc.Arbitrary<DesignEdge[]> {
  const sites = drawn.flatMap((node, index) => portsOf(node).map((port) => ({ node, port, index })));
  const pairs = sites.flatMap((from) =>
    sites.filter((to) => refusalBetween(from, to) === null && (from.index < to.index || keeps(from.node) || keeps(to.node))).map((to) => ({ from, to })),
  );
  if (pairs.length === 0) return fc.constant([]);
  const once = ({ from }: (typeof pairs)[number], which: number): string => (from.node.kind === "circuitBreaker" ? `breaker ${from.node.id}` : String(which));
  return fc.uniqueArray(fc.nat(pairs.length - 1), { selector: (which) => once(pairs[which]!, which), minLength: Math.min(drawn.length, pairs.length), maxLength: drawn.length * 3 }).chain((picked) =>
    fc.tuple(
      ...picked.map((which, n) => {
        const { from, to } = pairs[which]!;
        const ends = { from: { node: from.node.id, port: from.port.name }, to: { node: to.node.id, port: to.port.name } };
        const schema = edgeSchema(edgeSchemas(ends, from.node, to.node));
        const settings = schema === undefined ? fc.constant({}) : arbitrarySettings(schema);
        return settings.map((given): DesignEdge => ({ id: `e${n}`, ...ends, ...(given === undefined ? {} : { settings: given as Settings }) }));
      }),
    ),
  );
}

function keeps({ kind }: DesignNode): boolean {
  return isKindType(kind) && ["channel", "log", "stage"].includes(kindOf(kind).role);
}

/** What an edge says whose own settings were refused: a binding or rule that takes everything. */
function plainSettings(edge: DesignEdge, drawn: readonly DesignNode[]): Settings {
  const from = drawn.find(({ id }) => id === edge.from.node);
  if (edge.from.port !== "out") return {};
  if (from?.kind === "eventBus") return { pattern: { source: [{ prefix: "" }] } };
  if (from?.kind !== "exchange") return {};
  return from.settings?.["type"] === "headers" ? { headers: {} } : { bindingKey: "#" };
}

/** Takes out of a design what its check refuses: first the settings, then the edge or node. */
function runnable(design: Design): Design {
  let { nodes: drawn, edges } = design;
  const plain = new Set<string>();
  for (let turn = 0; turn < 40; turn++) {
    const errors = checkDesign({ ...design, nodes: drawn, edges }).filter(({ severity }) => severity === "error");
    if (errors.length === 0) return { ...design, nodes: drawn, edges };
    for (const { node, edge, path } of errors) {
      const key = edge === undefined ? `node ${node}` : `edge ${edge}`;
      // What is wrong with a node as a whole is wrong with its edges.
      const isPlain = plain.has(key) || (edge === undefined && path?.length === 2);
      plain.add(key);
      if (edge !== undefined) edges = edges.flatMap((each) => (each.id !== edge ? [each] : isPlain ? [] : [{ ...each, settings: plainSettings(each, drawn) }]));
      else if (!isPlain) drawn = drawn.map((each) => (each.id === node ? { ...each, settings: NEEDED[each.kind as KindType] ?? {} } : each));
      else drawn = drawn.filter(({ id }) => id !== node || id === "n0");
    }
    const there = new Set(drawn.map(({ id }) => id));
    edges = edges.filter(({ from, to }) => there.has(from.node) && there.has(to.node));
  }
  return { ...design, nodes: [{ id: "n0", kind: "producer", position: { x: 0, y: 0 } }], edges: [] };
}

const zones: fc.Arbitrary<Zone[]> = called.map((name): Zone[] => [
  { id: "eu", name: name.slice(0, 200), kind: "region", provider: "aws" },
  { id: "us", name: "US" },
]);

const slos: fc.Arbitrary<Slo[]> = called.map((name): Slo[] => [{ id: "s1", name, target: { all: true }, metric: "endToEndMs", percentile: 99, op: "<=", value: 100 }]);

/**
 * Designs that can run, for exporters: of every kind (a new one too) with settings made from its schema, joined as the ports allow, often
 * with edges that close cycles over channels; names are hostile, long, empty or the same. Most are nonsense, all pass `checkDesign`.
 */
export const arbitraryDesign: fc.Arbitrary<Design> = nodes.chain((drawn) =>
  fc.tuple(called, edgesOf(drawn), zones, fc.option(slos, { nil: undefined })).map(([name, edges, around, objectives]) =>
    runnable({ format: "spillway", version: 1, name, nodes: drawn, edges, zones: around, ...(objectives === undefined ? {} : { slos: objectives }) }),
  ),
);
