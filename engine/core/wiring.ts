import type { TopicSettings } from "../../design/kinds/topic.ts";
import type { Design } from "../../design/document/schema.ts";
import type { PortType } from "../../design/kinds/kind.ts";
import { nodeChannelKey, type Flow, type FlowChannel, type FlowEdge, type FlowNode } from "../../design/graph/compile.ts";
import { duplicationsOn, windowsOn } from "../../design/chaos/windows.ts";
import { loadOf } from "../../design/load/planned-load.ts";
import { behaviours } from "../kinds/registry.ts";
import { queue } from "../kinds/queue.ts";
import type {
  Answers,
  Behaviour,
  BehaviourContext,
  BehaviourFactory,
  ChannelBehaviour,
  ConsumerBehaviour,
  InlineBehaviour,
  LogBehaviour,
  SourceBehaviour,
  StageBehaviour,
  Standing,
} from "../kinds/behaviour.ts";
import { InForce } from "./alerts/in-force.ts";
import { storedKey } from "./publish-groups.ts";
import { hashText } from "./random.ts";
import { twiceOver, type IsTwice } from "./chaos/twice.ts";

/** An edge with what is computed once. */
export interface WiredEdge {
  readonly index: number;
  readonly id: string;
  readonly hash: number;
  readonly type: PortType;
  readonly to: Place;
  /** The port of the node it leads to. */
  readonly toPort: string;
  /** What its origin's kind lets it say, with defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The channel that events on this edge are put into; undefined where they go to an inline or terminal node. */
  readonly channel: Place | undefined;
  /** Whether what goes over it does so twice (rule O4): as its `copy`-th, at `atMs`. Undefined where nothing ever does; replaced with the behaviours. */
  isTwice: IsTwice | undefined;
}

/** A node, or an implicit queue: everything that is measured. Its index is its place in metrics. */
export interface Place {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly node: FlowNode | undefined;
  readonly channel: FlowChannel | undefined;
  /** What it does; replaced when its settings change during a run. */
  behaviour: Behaviour;
  /** Its edges by the port that they leave. */
  readonly outs: Map<string, WiredEdge[]>;
  /** Those that leave by `out`, as nearly all events do. */
  readonly out: WiredEdge[];
  /** How many children one event has that is put into it: for a topic, one for each group that reads it (rule E4). */
  groups: number;
  /** Whether it keeps events: a queue, an implicit queue, or a dead-letter node. */
  readonly keeps: boolean;
  /** What it is called where its events are kept. */
  readonly storedAs: string;
}

/** A consumer, the channel it reads, and the edge by which it does. */
export interface Reading {
  readonly consumer: Place;
  readonly channel: Place;
  readonly edge: WiredEdge;
}

/** A consumer, the topic it reads, the edge by which it does, and its group's name. */
export interface LogReading {
  readonly consumer: Place;
  readonly log: Place;
  readonly edge: WiredEdge;
  readonly group: string;
}

const NOTHING_KNOWN: Standing = { waiting: 0, served: 0, isCalled: false, open: 0, isUp: true };

/** The flow as executors use it: behaviours made, names resolved to indices. */
export class Wiring {
  readonly places: Place[] = [];
  readonly edges: WiredEdge[] = [];
  readonly sources: Place[] = [];
  readonly readings: Reading[] = [];
  readonly logReadings: LogReading[] = [];
  /** What alerts do to nodes now (rule O6). */
  readonly inForce: InForce;
  /** What is known of load; whoever executes the flow tells. */
  standing: (edge: WiredEdge) => Standing = () => NOTHING_KNOWN;
  private readonly kept = new Map<Place, unknown>();
  /** The flow whose settings hold. */
  private adopted: Flow;
  private readonly edgesById = new Map<string, WiredEdge>();
  private readonly nodePlaces = new Map<string, Place>();
  private readonly implicitPlaces = new Map<string, Place>();

  constructor(
    readonly flow: Flow,
    readonly seed: number,
    /** The date (Unix, ms) at which design time begins; a forecast has none. */
    public startedAtMs?: number,
    /** How many events each of a coarse forecast's stands for (rule F6). */
    readonly eachStandsFor = 1,
  ) {
    this.inForce = new InForce(seed);
    for (const node of flow.nodes.values()) this.nodePlaces.set(node.id, this.addPlace(node.id, node.name, node, undefined));
    for (const channel of flow.channels.values())
      if (channel.implicit) this.implicitPlaces.set(channel.id, this.addPlace(channel.id, channel.name, undefined, channel));
    for (const edge of flow.edges.values()) this.addEdge(edge);
    for (const node of flow.sources) this.sources.push(this.node(node.id));
    this.adopted = flow;
    this.adopt(flow);
    for (const channel of flow.channels.values())
      for (const reader of channel.consumers)
        this.readings.push({ consumer: this.node(reader.node), channel: this.channel(channel), edge: this.edge(reader.edge) });
    for (const log of flow.logs.values()) {
      const place = this.node(log.node);
      for (const reader of log.readers) this.logReadings.push({ consumer: this.node(reader.node), log: place, edge: this.edge(reader.edge), group: groupOf(this.node(reader.node)) });
      place.groups = this.groupsOf(place).length;
    }
  }

  /** The groups that read a topic. */
  groupsOf(log: Place): string[] {
    return [...new Set(this.logReadings.filter((reading) => reading.log === log).map(({ group }) => group))];
  }

  node(id: string): Place {
    const place = this.nodePlaces.get(id);
    if (!place) throw new Error(`No node ${id} in the flow.`);
    return place;
  }

  channel(channel: Pick<FlowChannel, "id" | "implicit">): Place {
    const place = (channel.implicit ? this.implicitPlaces : this.nodePlaces).get(channel.id);
    if (!place) throw new Error(`No channel ${channel.id} in the flow.`);
    return place;
  }

  edge(id: string): WiredEdge {
    const edge = this.edgesById.get(id);
    if (!edge) throw new Error(`No edge ${id} in the flow.`);
    return edge;
  }

  /** Places that keep events, in order. */
  get keepers(): Place[] {
    return this.places.filter((place) => place.keeps);
  }

  /** Takes over the settings, and the experiments, of a newer compilation of the same graph. */
  adopt(flow: Flow): void {
    this.adopted = flow;
    for (const place of this.places) place.behaviour = this.behaviourOf(place, flow);
    for (const edge of this.edges) edge.isTwice = twiceOver(edge, duplicationsOn(flow.design, edge.id, edge.to.id), this.seed);
  }

  /** The process of these nodes is another one: what they kept in memory is gone. */
  startAnew(places: readonly Place[]): void {
    for (const place of places) {
      this.kept.delete(place);
      place.behaviour = this.behaviourOf(place, this.adopted);
    }
  }

  /** The behaviour of a place; `other` takes the settings from a newer compilation of the same graph. */
  behaviourOf(place: Place, other: Flow = this.flow): Behaviour {
    const context: BehaviourContext = {
      seed: this.seed,
      id: place.id,
      name: place.name,
      source: this.sources.indexOf(place),
      startedAtMs: this.startedAtMs,
      eachStandsFor: this.eachStandsFor,
      load: place.node?.role === "source" ? loadOf(other.design, place.id) : [],
      experiments: windowsOn(other.design, place.id),
      openUntil: () => this.inForce.openUntil(place.id),
      connected: (port) => (place.outs.get(port)?.length ?? 0) > 0,
      sourceName: (index) => this.sources[index]?.id ?? "",
      edges: (port) => (place.outs.get(port) ?? []).map(({ id, settings }) => ({ id, settings: other.edges.get(id)?.settings ?? settings })),
      standing: ({ id }) => this.standing(this.edge(id)),
      isHealthy: ({ id }, n, atMs) => this.isHealthy(this.edge(id), n, atMs),
      keep: (make) => this.keep(place, make),
    };
    if (place.channel) return queue(other.channels.get(place.channel.key)?.settings ?? place.channel.settings, context);
    const node = other.nodes.get(place.id);
    if (!node) throw new Error(`No node ${place.id} in the flow.`);
    return (behaviours[node.kind] as BehaviourFactory<unknown>)(node.settings, context);
  }

  private isHealthy(edge: WiredEdge, n: number, atMs: number): boolean {
    const { behaviour } = edge.to;
    if (!this.standing(edge).isUp) return false;
    if (behaviour.role === "consumer" && behaviour.isHealthy?.(n) === false) return false;
    return answersOf(edge.to)?.isHealthy?.(n, atMs) ?? true;
  }

  private keep<State>(place: Place, make: () => State): State {
    if (!this.kept.has(place)) this.kept.set(place, make());
    return this.kept.get(place) as State;
  }

  private addPlace(id: string, name: string, node: FlowNode | undefined, channel: FlowChannel | undefined): Place {
    const keeps = channel !== undefined || node?.role === "channel" || node?.role === "log" || node?.role === "stage" || node?.kind === "deadLetter";
    const place: Place = {
      index: this.places.length,
      id,
      name,
      node,
      channel,
      behaviour: { role: "terminal", stores: false },
      outs: new Map(),
      out: [],
      groups: 1,
      keeps,
      storedAs: storedKey(this.flow, channel?.key ?? nodeChannelKey(id)),
    };
    this.places.push(place);
    return place;
  }

  private addEdge(edge: FlowEdge): void {
    const to = this.node(edge.to.node);
    const channel = this.flow.channels.get(`edge:${edge.id}`) ? this.implicitPlaces.get(edge.id) : to.keeps ? to : undefined;
    const wired: WiredEdge = { index: this.edges.length, id: edge.id, hash: hashText(edge.id), type: edge.type, to, toPort: edge.to.port, settings: edge.settings, channel, isTwice: undefined };
    this.edges.push(wired);
    this.edgesById.set(edge.id, wired);
    const from = this.node(edge.from.node);
    const port = edge.from.port === "out" ? from.out : (from.outs.get(edge.from.port) ?? []);
    port.push(wired);
    from.outs.set(edge.from.port, port);
  }
}

/** The flow's name for the design it came from, for reports. */
export function designOf(wiring: Wiring): Design {
  return wiring.flow.design;
}

/** Whether a consumer allows no more attempts at an event, however many its channel would. */
export function isSpent(consumer: Place, attempts: number): boolean {
  return attempts >= (consumerBehaviour(consumer).attempts ?? Number.POSITIVE_INFINITY);
}

export function sourceBehaviour(place: Place): SourceBehaviour {
  return expectRole(place, "source");
}
export function channelBehaviour(place: Place): ChannelBehaviour {
  return place.behaviour.role === "stage" ? place.behaviour.channel : expectRole(place, "channel");
}
export function stageBehaviour(place: Place): StageBehaviour {
  return expectRole(place, "stage");
}
/** A topic's settings as they were when the run started: what it is made of does not change after that. */
export function topicOf({ name, node }: Place): TopicSettings {
  if (node?.kind !== "topic") throw new Error(`${name} is no topic.`);
  return node.settings;
}

export function logBehaviour(place: Place): LogBehaviour {
  return expectRole(place, "log");
}
export function consumerBehaviour(place: Place): ConsumerBehaviour {
  return expectRole(place, "consumer");
}
export function inlineBehaviour(place: Place): InlineBehaviour {
  return expectRole(place, "inline");
}

/** How a place answers calls; undefined where it does not. */
export function answersOf({ behaviour }: Place): Answers | undefined {
  return "answers" in behaviour ? behaviour.answers : undefined;
}

/** The name of a consumer's group (rule T3). */
function groupOf({ id, node }: Place): string {
  return (node?.kind === "consumer" ? node.settings.group : undefined) ?? id;
}

function expectRole<Role extends Behaviour["role"]>(place: Place, role: Role): Extract<Behaviour, { role: Role }> {
  if (place.behaviour.role !== role) throw new Error(`${place.name} is a ${place.behaviour.role}, not a ${role}.`);
  return place.behaviour as Extract<Behaviour, { role: Role }>;
}
