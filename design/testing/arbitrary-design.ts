import fc from "fast-check";
import type { Design, DesignEdge, DesignNode, Json, Slo } from "../document/schema.ts";
import { portsOf } from "../document/settings.ts";

/** Objects as `JSON.parse` makes them. */
const plain = { noNullPrototype: true } as const;

const id = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);
const name = fc.string({ maxLength: 12 });
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value + 0);
const point = fc.record({ x: finite, y: finite }, plain);
const rate = fc.integer({ min: 0, max: 1000 });

/** Any JSON as a file may hold it: no `-0`, no `__proto__`, not too deep. */
export const anyJson: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')) as Json);

const extension = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,4}$/), anyJson, { maxKeys: 2, noNullPrototype: true });

const settings: Record<string, fc.Arbitrary<Record<string, Json>>> = {
  producer: fc.record(
    {
      arrivals: fc.oneof(
        fc.record({ process: fc.constant("poisson"), ratePerSecond: rate }, plain),
        fc.record({ ratePerSecond: rate, process: fc.constant("ramp"), overMs: fc.constant(5), toRatePerSecond: rate }, plain),
      ),
      payload: anyJson,
      priority: fc.oneof(rate, fc.array(fc.record({ weight: fc.constant(1), priority: rate }, plain), { minLength: 1, maxLength: 2 })),
      limit: fc.record({ count: rate }, plain),
    },
    { ...plain, requiredKeys: [] },
  ),
  queue: fc.record({ attempts: fc.integer({ min: 1, max: 9 }), backoff: fc.record({ jitter: fc.constant(0.5), delayMs: rate }, { ...plain, requiredKeys: [] }) }, { ...plain, requiredKeys: [] }),
  topic: fc.record({ partitions: fc.integer({ min: 1, max: 9 }), unkeyed: fc.constantFrom("sticky", "round-robin") }, { ...plain, requiredKeys: [] }),
  consumer: fc.record(
    { replicas: fc.integer({ min: 1, max: 9 }), serviceTime: fc.record({ meanMs: rate, distribution: fc.constantFrom("exponential", "constant") }, plain) },
    { ...plain, requiredKeys: [] },
  ),
  router: fc.record(
    { rules: fc.uniqueArray(fc.record({ when: fc.constantFrom("true", "event.data.x > 1"), port: fc.constantFrom("a", "b", "c") }, plain), { maxLength: 3, selector: (rule) => rule.port }) },
    { ...plain, requiredKeys: [] },
  ),
  filter: fc.constant({ when: "event.priority > 1" }),
  transform: fc.constant({ expression: "event.data" }),
  splitter: fc.constant({}),
  aggregator: fc.record({ window: fc.record({ type: fc.constant("tumbling"), durationMs: rate.map((ms) => ms + 1), count: fc.constant(7) }, plain), by: fc.constant("event.key") }, { ...plain, requiredKeys: [] }),
  join: fc.constant({ windowMs: 5 }),
  delay: fc.record({ delayMs: rate }, plain),
  throttle: fc.constant({ durationMs: 50, max: 3 }),
  debounce: fc.constant({}),
  deduplicate: fc.constant({ by: "event.data.id" }),
  sink: fc.constant({}),
  deadLetter: fc.constant({}),
  teleporter: fc.dictionary(fc.string({ maxLength: 4 }).filter((key) => key !== "__proto__"), anyJson, { maxKeys: 3, noNullPrototype: true }),
};

const node: fc.Arbitrary<DesignNode> = fc.constantFrom(...Object.keys(settings)).chain((kind) =>
  fc
    .record(
      {
        id,
        kind: fc.constant(kind),
        name,
        position: point,
        notes: name,
        settings: fc.tuple(settings[kind] ?? fc.constant({}), extension).map(([known, own]) => ({ ...own, ...known })),
        zone: fc.constantFrom("eu", "us"),
      },
      { requiredKeys: ["id", "kind", "position"], noNullPrototype: true },
    )
    .map((record): DesignNode => record),
);

/** Edges between ports that exist, many of them against the rules. */
function edgesBetween(nodes: readonly DesignNode[]): fc.Arbitrary<DesignEdge[]> {
  const ends = nodes.flatMap((each) => portsOf(each).map((port) => ({ direction: port.direction, end: { node: each.id, port: port.name } })));
  const [outs, ins] = [ends.filter((each) => each.direction === "out"), ends.filter((each) => each.direction === "in")];
  if (outs.length === 0 || ins.length === 0) return fc.constant([]);
  const edge = fc.record(
    { id, from: fc.constantFrom(...outs).map((each) => each.end), to: fc.constantFrom(...ins).map((each) => each.end), label: name, settings: extension },
    { requiredKeys: ["id", "from", "to"], noNullPrototype: true },
  );
  return fc.uniqueArray(edge, { maxLength: 8, selector: (each) => each.id });
}

/** A design whose shape fits the format, with extensions, unknown kinds and edges that no check would pass. */
export const anyDesign: fc.Arbitrary<Design> = fc.uniqueArray(node, { maxLength: 8, selector: (each) => each.id }).chain((nodes) =>
  fc
    .record(
      {
        format: fc.constant("spillway" as const),
        version: fc.constant(1 as const),
        name,
        description: name,
        seed: fc.nat(),
        nodes: fc.constant(nodes),
        edges: edgesBetween(nodes),
        zones: fc.subarray([{ id: "eu", name: "EU" }, { id: "us", name: "US", kind: "region" as const }]),
        slos: fc.constant([{ id: "s1", name: "None lost", target: { all: true }, metric: "lost", op: "==", value: 0 }] as Slo[]),
        annotations: fc.uniqueArray(fc.record({ id, text: name, position: point }, plain), { maxLength: 2, selector: (each) => each.id }),
        view: fc.record({ x: finite, y: finite, zoom: fc.constantFrom(0.5, 1) }, plain),
      },
      { requiredKeys: ["format", "version", "name", "nodes", "edges"], noNullPrototype: true },
    )
    .chain((design) => extension.map((own): Design => ({ ...own, ...design }))),
);
