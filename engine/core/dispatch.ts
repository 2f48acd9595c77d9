import { AppError } from "../../design/errors.ts";
import type { MoveSample, SpanSample } from "../contract/sample.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { InForce } from "./alerts/in-force.ts";
import { DEAD_LETTER_PORT, isDeathCycle } from "./deaths.ts";
import { repeatOf, type FlowEvent, type Route } from "./event.ts";
import { childHigh, childLow, childOfRepeated, identityText } from "./identity.ts";
import type { EndKind, Plan } from "./plan.ts";
import type { Publishes } from "../kinds/behaviour.ts";
import { inlineBehaviour, type Place, type WiredEdge } from "./wiring.ts";

/** An event that is to be put into a channel. */
export interface Put {
  readonly channel: Place;
  readonly edge: WiredEdge;
  readonly event: FlowEvent;
  /** What it was emitted for. */
  readonly parent: FlowEvent;
  /** The publish that it is part of, where an exchange led to it: all of its puts are one transaction (rule X3). */
  readonly publish?: Publish | undefined;
  /** Its channel delivers an event twice, and this is the second one: nothing led to it, it is a duplicate (rule E4). */
  readonly isAgain?: true;
}

/** One publish to an exchange: all that it leads to in the emitter's step, over further exchanges too. */
export interface Publish {
  readonly route: Route;
  /** Queues and exchanges that have their copy (rule X1). */
  readonly reached: Set<Place>;
}

/** An event that ended in the emitter's own step. */
export interface End {
  readonly as: EndKind;
  readonly reason: string | undefined;
  readonly place: Place;
  /** It is that of a duplicate, as {@link Put.isAgain}. */
  readonly isAgain?: true;
}

/** What carrying out a plan led to: what goes into channels and what ended. */
export interface Effects {
  readonly puts: Put[];
  readonly ends: End[];
}

/** Why an event was dropped that an alert let go (rule O6). */
export const SHED = "shed";

/** Events that one may become in one step. A drawing of thirty nodes can ask for a billion, which would keep its process busy for good. */
const MOST_IN_ONE_STEP = 100_000;

function multiplied({ name }: Place): AppError {
  const most = MOST_IN_ONE_STEP.toLocaleString("en");
  return new AppError("design-has-problems", `At ${name} one event has become more than ${most} in one step: its copies multiply along the way. Put a queue in between, or take edges away.`);
}

/** Decides which events are sampled: whole paths, by the root's identity. */
export interface Sampling {
  /** One root of so many; a power of two, because this is asked several times for every event. */
  every: number;
}

/** The sampling that leaves at most `most` of `rate`: a power of two. */
export function samplingFor(rate: number, most: number): number {
  return rate <= most ? 1 : 2 ** Math.ceil(Math.log2(rate / most));
}

export function isSampled(sampling: Sampling, event: FlowEvent): boolean {
  return (event.rootLow & (sampling.every - 1)) === 0;
}

/** The sample of an event, or of a call for it, that crossed an edge; `parent` is what it was emitted for, or what it was called for. */
export function moveOf(edge: WiredEdge, event: FlowEvent, failed: boolean, atMs: number, parent?: FlowEvent, sinceMs?: number): MoveSample {
  return { type: "move", edge: edge.id, ...sampledIds(event), atMs, failed, ...(parent && { parent: identityText(parent.high, parent.low) }), ...(sinceMs !== undefined && { sinceMs }) };
}

/** How samples name an event. */
export function sampledIds({ high, low, rootHigh, rootLow, trace }: FlowEvent): Pick<SpanSample, "event" | "root" | "trace"> {
  return { event: identityText(high, low), root: identityText(rootHigh, rootLow), ...(trace && { trace: trace.traceId }) };
}

/**
 * Carries events over edges: copies them to every edge of a port (rule G6), runs inline kinds in the emitter's step
 * (rule G3) and collects what goes into channels and what ends. Pure but for what it records.
 */
export class Dispatcher {
  private readonly deliveredAt: End[] = [];

  constructor(
    private readonly recorder: Recorder,
    private readonly sampling: Sampling,
    /** What alerts let go (rule O6). */
    private readonly inForce?: InForce,
  ) {}

  /** Emits `event` from a port, `times` times, at `atMs`: over all its edges, or `only` those with these ids. `cause` is what it is emitted for. */
  emit(from: Place, port: string, given: FlowEvent, times: number, atMs: number, failed: boolean, effects: Effects, only?: readonly string[], cause = given): void {
    // What a consumer makes of an event is one of its own, whoever had it before.
    const event = given.repeats && port === "out" && from.behaviour.role === "consumer" ? { ...given, repeats: undefined } : given;
    const all = port === "out" ? from.out : from.outs.get(port);
    if (this.isShed(from, event, atMs) && from.behaviour.role === "source") return this.end("dropped", SHED, from, event, effects);
    if (port === DEAD_LETTER_PORT) this.recorder.place(from.index).deadLetters += times;
    const edges = only ? all?.filter((edge) => only.includes(edge.id)) : all;
    if (!edges || edges.length === 0) {
      for (let copy = 0; copy < times; copy++) effects.ends.push({ as: "consumed", reason: undefined, place: from });
      return;
    }
    if (effects.puts.length + effects.ends.length > MOST_IN_ONE_STEP) throw multiplied(from);
    for (let copy = 0; copy < times; copy++) {
      for (const edge of edges) this.carry(edge, event, copy, atMs, failed, effects, undefined, cause);
    }
  }

  /** Does the steps of a plan that hold nothing. */
  run(plan: Plan, place: Place, atMs: number, failed: boolean, effects: Effects, event: FlowEvent): void {
    for (const step of plan) {
      if (step.do === "emit") this.emit(place, step.port, step.event ?? event, step.times, atMs, failed, effects, step.edges, event);
      else if (step.do === "end") this.end(step.as, step.reason, place, event, effects);
      else throw new Error(`A plan that holds nothing cannot ${step.do}.`);
    }
  }

  /** Records that an event crossed an edge: when a channel took it, or when a consumer took it out of one. */
  crossed(edge: WiredEdge, event: FlowEvent, failed: boolean, atMs = event.emittedMs, parent?: FlowEvent): void {
    this.recorder.crossed(edge.index, failed);
    if (!this.isSampled(event)) return;
    this.recorder.sample(moveOf(edge, event, failed, atMs, parent));
  }

  /** Records that a channel took what was put into it. */
  entered({ edge, channel, event, parent }: Put, failed: boolean): void {
    if (event.repeats) this.recorder.cameAgain(edge.index, channel.index);
    this.crossed(edge, event, failed, event.emittedMs, parent);
  }

  isSampled(event: FlowEvent): boolean {
    return isSampled(this.sampling, event);
  }

  private isShed({ id }: Place, { high, low }: FlowEvent, atMs: number): boolean {
    return this.inForce?.shedsAnything === true && this.inForce.isShed(id, high, low, atMs);
  }

  private carry(edge: WiredEdge, parent: FlowEvent, copy: number, atMs: number, failed: boolean, effects: Effects, publish?: Publish, cause = parent): void {
    if (edge.isTwice?.(parent, copy, atMs) !== true) return this.carryOnce(edge, parent, copy, atMs, failed, effects, publish, cause);
    const before = effects.puts.length;
    this.carryOnce(edge, parent, copy, atMs, failed, effects, publish, cause);
    const publishes = new Map<Publish, Publish>();
    // A publish that is made again is one of its own (rule X3).
    const again = (first: Publish): Publish => publishes.get(first) ?? (publishes.set(first, { ...first }), again(first));
    effects.puts.push(...effects.puts.slice(before).map((put): Put => ({ ...put, event: repeatOf(put.event), publish: put.publish && again(put.publish), isAgain: true })));
  }

  private carryOnce(edge: WiredEdge, parent: FlowEvent, copy: number, atMs: number, failed: boolean, effects: Effects, publish: Publish | undefined, cause: FlowEvent): void {
    if (edge.channel) {
      if (parent.route?.kept && isDeathCycle(parent, edge.channel.id)) return this.end("dropped", "cycle", edge.channel, parent, effects);
      const event = childOf(parent, edge.hash, copy, atMs, publish?.route);
      if (this.isShed(edge.channel, event, atMs)) return this.end("dropped", SHED, edge.channel, event, effects);
      effects.puts.push({ channel: edge.channel, edge, event, parent: cause, publish });
      return;
    }
    const place = edge.to;
    const recorded = this.recorder.place(place.index);
    recorded.in++;
    if (place.behaviour.role === "inline") {
      const { publishes } = inlineBehaviour(place);
      const event = childOf(parent, edge.hash, copy, atMs, parent.route);
      this.crossed(edge, event, failed, atMs, cause);
      const before = effects.puts.length + effects.ends.length;
      if (publishes) this.publish(publishes, place, event, atMs, failed, effects, publish);
      else this.run(inlineBehaviour(place).receive(event), place, atMs, failed, effects, event);
      recorded.out += effects.puts.length + effects.ends.length - before;
      return;
    }
    recorded.endToEnd.record(atMs - parent.bornMs);
    if (this.isSampled(parent)) {
      const event = childOf(parent, edge.hash, copy, atMs, parent.route);
      this.crossed(edge, event, failed, atMs, cause);
      this.end("delivered", undefined, place, event, effects);
    } else {
      // Nobody asks for the identity of what is not sampled and goes nowhere.
      this.recorder.crossed(edge.index, failed);
      effects.ends.push(this.delivered(place));
    }
  }

  /**
   * Does what an exchange says: as RabbitMQ, an exchange bound to another one is part of the same publish, sees the same routing key, and is gone through once;
   * the event is unroutable when nothing at all takes it (rules X1, X2).
   */
  private publish(publishes: Publishes, place: Place, event: FlowEvent, atMs: number, failed: boolean, effects: Effects, outer: Publish | undefined): void {
    const within = publishes.once ? outer : undefined;
    const route = within?.route ?? { exchange: place.id, key: publishes.routingKeyOf(event), kept: false };
    const publish = within ?? { route, reached: new Set([place]) };
    const before = effects.puts.length + effects.ends.length;
    for (const step of inlineBehaviour(place).receive(within ? { ...event, route: { ...route, kept: true } } : event)) {
      if (step.do !== "emit") continue;
      for (const edge of place.outs.get(step.port) ?? []) {
        if (step.edges && !step.edges.includes(edge.id)) continue;
        const destination = edge.channel ?? edge.to;
        if (publishes.once && publish.reached.has(destination)) continue;
        publish.reached.add(destination);
        this.carry(edge, event, 0, atMs, failed, effects, publish);
      }
    }
    if (!within && effects.puts.length + effects.ends.length === before) this.end("dropped", "unroutable", place, event, effects);
  }

  /** Records that a consumer delivered an event, which ends there. */
  deliveredBy(place: Place, event: FlowEvent, atMs: number): void {
    this.recorder.place(place.index).endToEnd.record(atMs - event.bornMs);
  }

  /** One object for each sink, because every event ends there. */
  private delivered(place: Place): End {
    return (this.deliveredAt[place.index] ??= { as: "delivered", reason: undefined, place });
  }

  private end(as: EndKind, reason: string | undefined, place: Place, event: FlowEvent, effects: Effects): void {
    effects.ends.push({ as, reason, place });
    this.seen(place, event, as, reason);
  }

  /** Samples an event that began or ended somewhere without being served. `parent` is what it was emitted for, where it crossed no edge. */
  seen(place: Place, event: FlowEvent, outcome: SpanSample["outcome"], reason?: string, parent?: FlowEvent): void {
    if (!this.isSampled(event)) return;
    this.recorder.sample({
      type: "span",
      node: place.id,
      ...sampledIds(event),
      startMs: event.emittedMs,
      waitMs: 0,
      serviceMs: 0,
      attempt: 1,
      outcome,
      reason,
      key: outcome === "emitted" ? event.key : undefined,
      cause: outcome === "emitted" ? event.trace?.parentId : undefined,
      parent: parent && identityText(parent.high, parent.low),
    });
  }
}

/** The `copy`-th child of an event over an edge (rule E2). */
export function childOf(parent: FlowEvent, edgeHash: number, copy: number, atMs: number, route: Route | undefined): FlowEvent {
  return {
    high: childHigh(parent.high, parent.low, edgeHash, copy),
    low: childLow(parent.high, parent.low, edgeHash, copy),
    rootHigh: parent.rootHigh,
    rootLow: parent.rootLow,
    source: parent.source,
    bornMs: parent.bornMs,
    emittedMs: atMs,
    type: parent.type,
    key: parent.key,
    priority: parent.priority,
    headers: parent.headers,
    data: parent.data,
    route,
    trace: parent.trace,
    repeats: childOfRepeated(parent.repeats, edgeHash, copy),
  };
}
