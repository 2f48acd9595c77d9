import { experimentsOf } from "../chaos/resolve.ts";
import { EXPERIMENTS } from "../chaos/catalogue.ts";
import type { Design, DesignEdge, Json } from "../document/schema.ts";
import { AppError } from "../errors.ts";
import { flowOf, type Flow } from "../graph/compile.ts";
import { databaseOf } from "../kinds/database.ts";
import { meanOf } from "../kinds/distribution.ts";
import { formatCount } from "../words/numbers.ts";
import { MOST_EACH_STANDS_FOR } from "./most-each-stands-for.ts";
import { capacities, type Capacity } from "./capacity.ts";
import { coarseQueue, coarseSettings, type Remarks } from "./coarse-settings.ts";

/** What a coarse forecast does not show as one of single events would. */
export interface CoarseNote {
  readonly node?: string;
  readonly message: string;
}

/** A design each of whose events stands for several (rule F6). */
export interface Coarse {
  readonly eachStandsFor: number;
  /** What is simulated in place of the design: same nodes, edges, times and shares; rates and sizes are divided. */
  readonly design: Design;
  readonly notes: readonly CoarseNote[];
  /** By node: so many times as long as really its times of service are simulated. */
  readonly stretch: ReadonlyMap<string, number>;
}

/** How coarse a forecast of a design may be, and why not more. */
export interface CoarseLimit {
  /** 1 where it cannot be coarse at all. */
  readonly most: number;
  readonly why: string;
}

/** Experiments that slow down each single event's way over a connection. */
const BY_SINGLE_EVENTS = new Set(["latency", "bandwidth", "slicer"]);

/**
 * Makes a design coarse (rule F6): each of its events stands for `k`. Rates, lengths and limits are divided by k, and so are slots and connections; where
 * those are no multiple, times are multiplied, so that what is served in a second is exactly the same. Times, shares and delays are kept, and
 * arrivals and service vary as little as k of them do together. Throws `wrong-use` where it cannot be, with what stands in the way.
 */
export function coarsen(design: Design, k: number): Coarse {
  const { most, why } = coarseLimit(design);
  if (k > most) throw new AppError("wrong-use", most === 1 ? `This design cannot be forecast with events that stand for several: ${why}.` : `An event may stand for ${formatCount(most)} at most here: ${why}.`);
  const { changed, notes, stretch } = changedBy(design, k);
  return { eachStandsFor: k, design: changed, notes, stretch };
}

/** How coarse a forecast of the design may be. */
export function coarseLimit(design: Design): CoarseLimit {
  const { refusals, limits } = changedBy(design, 2);
  if (refusals.length > 0) return { most: 1, why: refusals.join("; ") };
  return limits.toSorted((a, b) => a.most - b.most)[0] ?? { most: MOST_EACH_STANDS_FOR, why: `no design can be coarser` };
}

interface Changed {
  readonly changed: Design;
  readonly notes: CoarseNote[];
  readonly refusals: string[];
  readonly limits: CoarseLimit[];
  readonly stretch: ReadonlyMap<string, number>;
}

function changedBy(design: Design, k: number): Changed {
  const flow = flowOf(design);
  const servers = capacities(flow, k);
  const notes: CoarseNote[] = [];
  const refusals: string[] = [];
  const limits: CoarseLimit[] = [];
  const remarksOn = (name: string, node: string | undefined): Remarks => ({
    note: (message) => void notes.push({ ...(node !== undefined && { node }), message: `${name} ${message}.` }),
    refuse: (message) => void refusals.push(`${name} ${message}`),
    limit: (most, message) => void limits.push({ most, why: `${name}: ${message}` }),
  });
  const nodes = design.nodes.map((node) => {
    const known = flow.nodes.get(node.id);
    const settings = known && coarseSettings(known, flow, k, servers.get(node.id), remarksOn(known.name, node.id));
    return settings ? { ...node, settings: settings as Record<string, Json> } : node;
  });
  const edges = design.edges.map((edge) => coarseEdge(edge, flow, k, servers, (name) => remarksOn(name, undefined)));
  for (const { type } of experimentsOf(design)) if (BY_SINGLE_EVENTS.has(type)) refusals.push(`the experiment ${EXPERIMENTS[type].title} slows down single events`);
  const load = design.scenario?.load?.map((step) => (step.ratePerSecond === undefined ? step : { ...step, ratePerSecond: step.ratePerSecond / k }));
  const changed = { ...design, nodes, edges, ...(design.scenario && { scenario: { ...design.scenario, ...(load && { load }) } }) };
  return { changed, notes, refusals, limits, stretch: new Map([...servers].map(([id, { stretch }]) => [id, stretch])) };
}

/** An implicit queue's settings, and how long a caller waits: by as much longer as what it calls takes longer. */
function coarseEdge(edge: DesignEdge, flow: Flow, k: number, servers: ReadonlyMap<string, Capacity>, remarksOn: (name: string) => Remarks): DesignEdge {
  const channel = [...flow.channels.values()].find((each) => each.edge === edge.id);
  const wired = flow.edges.get(edge.id);
  let settings = edge.settings;
  if (channel) settings = { ...settings, ...(coarseQueue(channel.settings, k, remarksOn(channel.name)) as unknown as Record<string, Json>) };
  const timeoutMs = wired?.type === "call" ? wired.settings.timeoutMs : undefined;
  if (wired && typeof timeoutMs === "number") settings = { ...settings, timeoutMs: timeoutMs + longerBy(wired.to.node, flow, servers, new Set()) };
  return settings === edge.settings ? edge : { ...edge, ...(settings && { settings }) };
}

/** By how much longer a called node takes, with everything that it calls, ms. */
function longerBy(id: string, flow: Flow, servers: ReadonlyMap<string, Capacity>, seen: Set<string>): number {
  const node = flow.nodes.get(id);
  if (!node || seen.has(id)) return 0;
  seen.add(id);
  const more = (servers.get(id)?.stretch ?? 1) - 1;
  const own = node.kind === "database" ? Math.max(meanOf(databaseOf(node.settings).readTime), meanOf(databaseOf(node.settings).writeTime)) * node.settings.replicationFactor : node.kind === "cache" ? node.settings.hitMs * 2 : 0;
  const called = [...node.outs.values()].flat().filter(({ type }) => type === "call");
  return own * more + Math.max(0, ...called.map(({ to }) => longerBy(to.node, flow, servers, seen)));
}
