import { emptyDesign } from "../../../design/document/new-design.ts";
import type { Design, DesignEdge, DesignNode } from "../../../design/document/schema.ts";

/** A design and how its flow is faked: what each producer emits, and how each node shares out what it gets. */
export interface Scenery {
  readonly design: Design;
  /** Events per second by producer. */
  readonly rates: Readonly<Record<string, number>>;
  /** Share of a node's events that leaves by an edge; by default its out port's edges share all of them. */
  readonly shares: Readonly<Record<string, number>>;
  /** What is fixed about a node. */
  readonly traits: Readonly<Record<string, Traits>>;
}

export interface Traits {
  readonly depth?: number;
  readonly waitMs?: number;
  readonly busy?: number;
  readonly slots?: number;
  readonly failing?: number;
  readonly dead?: boolean;
}

type Ports = readonly [from: string, to: string, id: string, fromPort?: string];

function nodes(list: readonly [id: string, kind: string, name: string, x: number, y: number, settings?: DesignNode["settings"]][]): DesignNode[] {
  return list.map(([id, kind, name, x, y, settings]) => ({ id, kind, name, position: { x, y }, ...(settings ? { settings } : {}) }));
}

function edges(list: readonly Ports[]): DesignEdge[] {
  return list.map(([from, to, id, fromPort = "out"]) => ({ id, from: { node: from, port: fromPort }, to: { node: to, port: "in" } }));
}

/** A shop in its busiest hour. */
export function shop(): Scenery {
  const work = (meanMs: number) => ({ distribution: "lognormal", meanMs, cv: 0.8 });
  return {
    design: {
      ...emptyDesign("Orders at Black Friday"),
      nodes: nodes([
        ["web", "producer", "Web checkout", 0, 100, { arrivals: { process: "poisson", ratePerSecond: 800 } }],
        ["orders", "queue", "orders", 288, 100, { attempts: 5 }],
        ["billing", "consumer", "Billing", 596, 0, { replicas: 2, concurrency: 6, serviceTime: work(24) }],
        ["fraud", "consumer", "Fraud check", 596, 168, { replicas: 2, concurrency: 9, serviceTime: work(40) }],
        ["paid", "sink", "Paid", 884, 0],
        ["dead", "deadLetter", "Dead letters", 596, 336],
        ["checked", "sink", "Checked", 884, 168],
        ["sensors", "producer", "Sensors", 0, 504, { arrivals: { process: "spike", ratePerSecond: 60, factor: 8, everyMs: 20_000, lengthMs: 2000 } }],
        ["valid", "filter", "Valid readings", 288, 504, { when: "event.data.value < 200.0" }],
        ["by", "router", "By region", 576, 504, { rules: [{ port: "europe", when: 'event.data.region == "eu"' }, { port: "asia", when: 'event.data.region == "asia"' }] }],
        ["eu", "consumer", "Store Europe", 884, 448, { replicas: 3, concurrency: 1, serviceTime: work(30) }],
        ["asia", "consumer", "Store Asia", 884, 592, { replicas: 1, concurrency: 2, serviceTime: work(30) }],
        ["stored", "sink", "Readings", 1172, 504],
        ["odd", "sink", "Rejected", 576, 656],
      ]),
      edges: edges([
        ["web", "orders", "e1"],
        ["orders", "billing", "e2"],
        ["orders", "fraud", "e3"],
        ["billing", "paid", "e4"],
        ["fraud", "checked", "e5"],
        ["orders", "dead", "e6", "deadLetter"],
        ["sensors", "valid", "e7"],
        ["valid", "by", "e8"],
        ["by", "eu", "e9", "europe"],
        ["by", "asia", "e10", "asia"],
        ["eu", "stored", "e11"],
        ["asia", "stored", "e12"],
        ["valid", "odd", "e13", "rejected"],
      ]),
      annotations: [{ id: "note-1", text: "Black Friday, 20:00 to 21:00.\nBilling is the bottleneck until it has 4 replicas.", position: { x: 0, y: -40 }, size: { width: 336, height: 60 } }],
    },
    rates: { web: 798, sensors: 60 },
    shares: { e2: 0.515, e3: 0.484, e6: 0.001, e8: 0.97, e13: 0.03, e9: 0.62, e10: 0.38 },
    traits: {
      orders: { depth: 1284, waitMs: 38 },
      billing: { busy: 0.82, slots: 12, failing: 0.01 },
      fraud: { busy: 0.985, slots: 18 },
      eu: { busy: 0.37, slots: 3 },
      asia: { busy: 0, slots: 2, dead: true },
    },
  };
}

/** Many chains of producer → queue → consumer → sink, side by side. */
export function chains(count: number, edgeCount: number): Scenery {
  const kinds = ["producer", "queue", "consumer", "router", "consumer", "sink"];
  const list = Array.from({ length: count }, (_, index): DesignNode => {
    const [column, row] = [index % kinds.length, Math.floor(index / kinds.length)];
    const kind = kinds[column] ?? "sink";
    const band = Math.floor(row / 17);
    return { id: `n${index}-${kind}`, kind, name: `${kind} ${row + 1}`, position: { x: column * 288 + band * 1800, y: (row % 17) * 152 } };
  });
  const links: DesignEdge[] = [];
  for (const [index, node] of list.entries()) {
    const next = list[index + 1];
    if (next === undefined || (index + 1) % kinds.length === 0) continue;
    links.push({ id: `e${index}`, from: { node: node.id, port: portOf(node.kind) }, to: { node: next.id, port: "in" } });
  }
  for (let index = 0; links.length < edgeCount && index + kinds.length + 1 < count; index += 1) {
    const [from, to] = [list[index], list[index + kinds.length + 1]];
    if (from === undefined || to === undefined || (index + 1) % kinds.length === 0) continue;
    links.push({ id: `x${index}`, from: { node: from.id, port: portOf(from.kind) }, to: { node: to.id, port: "in" } });
  }
  const producers = list.filter((node) => node.kind === "producer");
  return { design: { ...emptyDesign("Many chains"), nodes: list, edges: links }, rates: Object.fromEntries(producers.map((node) => [node.id, 60])), shares: {}, traits: {} };
}

function portOf(kind: string): string {
  return kind === "router" ? "matched" : "out";
}
