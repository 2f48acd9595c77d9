import type { Json } from "../../design/document/schema.ts";
import { childHigh, childLow, childOfRepeated, identityText, parseIdentity, type Identity } from "./identity.ts";
import { hashText } from "./random.ts";
import { traceparentOf, type TraceContext } from "./trace-context.ts";

/** An event on its way. Times are design time in ms since the run began. */
export interface FlowEvent {
  readonly high: number;
  readonly low: number;
  /** Identity of the event that the source emitted and that this one descends from. */
  readonly rootHigh: number;
  readonly rootLow: number;
  /** Index of the source in the flow's list of sources. */
  readonly source: number;
  /** When the root was meant to be emitted: end-to-end latency counts from here (rule E3). */
  readonly bornMs: number;
  /** When this event was meant to be emitted into where it is now: waiting counts from here. */
  emittedMs: number;
  readonly type: string;
  readonly key: string | undefined;
  readonly priority: number;
  /** What brokers and routers know it by, beside its data. */
  readonly headers: Headers | undefined;
  readonly data: Json;
  /** Undefined where no exchange had a part in it. */
  readonly route?: Route | undefined;
  /** Undefined where its trace begins in the run. */
  readonly trace?: TraceContext | undefined;
  /** Of an event that a channel delivers a second time (rule O4): the one that it repeats. Whoever reads it knows it by that id. */
  readonly repeats?: Identity | undefined;
}

/** The header of an event that no consumer can process (rule O4). */
export const POISON = "spillway-poison";

/** How a broker knows an event (rule X4): the last exchange that it was published to, and under which key. */
export interface Route {
  /** Id of the exchange's node; empty for an event that was put into a queue without one. */
  readonly exchange: string;
  readonly key: string;
  /** The broker itself publishes it, dead-lettered or passed from exchange to exchange: the next exchange takes this key. */
  readonly kept: boolean;
}

/** Headers of an event, such as those that a dead-letter exchange adds. */
export type Headers = Readonly<Record<string, Json>>;

/** What CEL conditions and expressions see as `event`. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly priority: number;
  readonly headers: Headers;
  readonly data: Json;
}

const PART = hashText("part");

/** The `index`-th of several events that one becomes, with data of its own. Its identity follows from the whole's, as a child's does (rule E2). */
export function partOf(whole: FlowEvent, index: number, data: Json): FlowEvent {
  return { ...whole, high: childHigh(whole.high, whole.low, PART, index), low: childLow(whole.high, whole.low, PART, index), repeats: childOfRepeated(whole.repeats, PART, index), data };
}

const AGAIN = hashText("again");

/** The same event a second time, for whom it is one of its own (rule O4): to those who carry it, not to those who read it. */
export function repeatOf(event: FlowEvent): FlowEvent {
  const { high, low } = event;
  return { ...event, high: childHigh(high, low, AGAIN, 0), low: childLow(high, low, AGAIN, 0), repeats: event.repeats ?? { high, low } };
}

/** The id by which whoever reads an event knows it. */
export function readId({ high, low, repeats }: Pick<FlowEvent, "high" | "low" | "repeats">): string {
  return repeats ? identityText(repeats.high, repeats.low) : identityText(high, low);
}

const NO_HEADERS: Headers = {};

/** The view of an event for expressions. */
export function viewOf(event: FlowEvent): EventView {
  return {
    id: readId(event),
    type: event.type,
    key: event.key ?? "",
    priority: event.priority,
    headers: event.headers ?? NO_HEADERS,
    data: event.data,
  };
}

/**
 * A CloudEvents 1.0 envelope in JSON format (rule E1), with the extension attributes `partitionkey`, `priority`,
 * `traceparent` and `tracestate`, and ours: `rootid`, `bornms` and `emittedms` (design time; texts, because CloudEvents knows no fractions),
 * `headers`, an object in JSON (CloudEvents knows no nested attributes), `repeats`, the id of the event that it is once more, `exchange` and `routingkey`, and a queue's `availablems` and `expiresms`.
 */
export interface Envelope {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly partitionkey?: string;
  readonly priority?: number;
  readonly traceparent: string;
  readonly tracestate?: string;
  readonly rootid: string;
  readonly bornms: string;
  readonly emittedms: string;
  readonly headers?: string;
  readonly repeats?: string;
  readonly exchange?: string;
  readonly routingkey?: string;
  /** Where a queue delays its events or lets them expire (rule Q6): when it may be taken, and until when. */
  readonly availablems?: string;
  /** Of an event in a topic: see `isLate` of a `LogRecord`. */
  readonly late?: boolean;
  readonly expiresms?: string;
  readonly data: Json;
}

/** Nanosecond digits of a time say nothing here; microseconds keep the text short and the arithmetic exact enough. */
export function micro(ms: number): string {
  return String(Math.round(ms * 1000) / 1000);
}

/** What the envelopes of a run have in common. */
export interface EnvelopeOrigin {
  /** Wall-clock time (Unix, ms) of design time 0. */
  readonly ms: number;
  /** See `traceOfRun`. */
  readonly trace: string;
}

/** Id of the trace that an event belongs to; `runTrace` is that of `traceOfRun`. */
export function traceIdOf({ trace, rootHigh, rootLow }: Pick<FlowEvent, "trace" | "rootHigh" | "rootLow">, runTrace: string): string {
  return trace?.traceId ?? `${runTrace}${identityText(rootHigh, rootLow).slice(1)}`;
}

/** Wraps an event for the wire. `sourceName` is the emitting source's node id; `isSampled` says whether spans of its trace are kept. */
export function envelopeOf(event: FlowEvent, sourceName: string, origin: EnvelopeOrigin, isSampled: boolean): Envelope {
  const id = identityText(event.high, event.low);
  const root = identityText(event.rootHigh, event.rootLow);
  return {
    specversion: "1.0",
    id,
    source: sourceName,
    type: event.type,
    time: new Date(origin.ms + event.emittedMs).toISOString(),
    datacontenttype: "application/json",
    ...(event.key === undefined ? undefined : { partitionkey: event.key }),
    ...(event.priority === 0 ? undefined : { priority: event.priority }),
    traceparent: traceparentOf(event.trace?.traceId ?? `${origin.trace}${root.slice(1)}`, id.slice(1), isSampled),
    ...(event.trace?.state === undefined ? undefined : { tracestate: event.trace.state }),
    rootid: root,
    bornms: micro(event.bornMs),
    emittedms: micro(event.emittedMs),
    ...(event.headers === undefined ? undefined : { headers: JSON.stringify(event.headers) }),
    ...(event.repeats === undefined ? undefined : { repeats: readId(event) }),
    ...(event.route === undefined ? undefined : { exchange: event.route.exchange, routingkey: event.route.key }),
    data: event.data,
  };
}

/** An envelope as it leaves the run: a repeated event has the id that it has for who reads it. */
export function outgoing({ repeats, ...envelope }: Envelope): Envelope {
  return repeats === undefined ? envelope : { ...envelope, id: repeats };
}

/** Where a `traceparent` names the root event, when its trace began in the run. */
const TRACE_ROOT_AT = 19;

/** The event in an envelope; the inverse of {@link envelopeOf} up to microseconds. */
export function eventOf(envelope: Envelope, source: number): FlowEvent {
  const id = parseIdentity(envelope.id);
  const root = parseIdentity(envelope.rootid);
  return {
    high: id.high,
    low: id.low,
    rootHigh: root.high,
    rootLow: root.low,
    source,
    bornMs: Number(envelope.bornms),
    emittedMs: Number(envelope.emittedms),
    type: envelope.type,
    key: envelope.partitionkey,
    priority: envelope.priority ?? 0,
    headers: envelope.headers === undefined ? undefined : (JSON.parse(envelope.headers) as Headers),
    data: envelope.data,
    route: envelope.routingkey === undefined ? undefined : { exchange: envelope.exchange ?? "", key: envelope.routingkey, kept: false },
    trace: envelope.traceparent.startsWith(envelope.rootid.slice(1), TRACE_ROOT_AT) ? undefined : { traceId: envelope.traceparent.slice(3, 35), state: envelope.tracestate },
    repeats: envelope.repeats === undefined ? undefined : parseIdentity(envelope.repeats),
  };
}
