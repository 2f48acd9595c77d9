import { edgeChannelKey, type Flow, type FlowEdge, type FlowNode } from "../../design/graph/compile.ts";
import type { MoveSample, Sample, SpanSample } from "../contract/sample.ts";
import { attemptSpanId } from "../core/trace-context.ts";
import type { AttributeValue, Span, SpanKind } from "./span.ts";
import { redacted } from "./redact.ts";
import { created, handled, sent, type Destination } from "./messaging.ts";

/** Attempts whose span is remembered for what they emit; the oldest are forgotten first. */
const MOST_REMEMBERED = 20_000;
/** Spans that wait for the attempt in which they happened; beyond, the oldest go out as children of what the attempt was at. */
const MOST_WAITING = 5000;

/** Outcomes that end an event where nothing serves it, and that no other span tells of. */
const ENDS: ReadonlySet<SpanSample["outcome"]> = new Set(["filtered", "dropped", "deduplicated"]);
/** Outcomes of attempts that failed. */
const FAILURES: ReadonlySet<SpanSample["outcome"]> = new Set(["failed", "retried", "crashed", "dropped"]);

/**
 * Makes spans of a run's samples (rule E1). Every hop of an event has a span with the id of the event as it arrives there, which is also the
 * one that its `traceparent` names; each attempt at it is a child of that, and what the attempt emits or calls is a child of the attempt.
 * Samples of one process come in order, those of two do not.
 */
export class TraceSpans {
  /** The last attempt at an event, by node and event; of its channel, by event alone. */
  private readonly attempts = new Map<string, string>();
  /** Which channel an event was taken from, by node and event. */
  private readonly taken = new Map<string, FlowEdge>();
  /** Spans in an attempt that is not over, by node and event. */
  private readonly waiting = new Map<string, Span[]>();
  private waitingCount = 0;

  constructor(
    private readonly flow: Flow,
    /** See `traceOfRun`. */
    private readonly runTrace: string,
    /** Wall-clock time of a design time. */
    private readonly wallAt: (designMs: number) => number,
  ) {}

  take(samples: readonly Sample[]): Span[] {
    return samples.flatMap((sample) => (sample.type === "move" ? this.moved(sample) : this.seen(sample)));
  }

  /** Spans whose attempt nobody told of. */
  rest(): Span[] {
    return this.letGo(0);
  }

  private moved(sample: MoveSample): Span[] {
    const edge = this.flow.edges.get(sample.edge);
    const [from, to] = [this.flow.nodes.get(edge?.from.node ?? ""), this.flow.nodes.get(edge?.to.node ?? "")];
    if (!edge || !from || !to) return [];
    if (sample.parent === undefined) {
      remember(this.taken, `${to.id} ${sample.event}`, edge);
      return [];
    }
    if (this.isImplicit(edge)) remember(this.taken, `${to.id} ${sample.event}`, edge);
    const span = this.hop(sample, edge, from, to, this.parentOf(from, sample.parent));
    // Calls, and what is handed on in the emitter's own step, are told of before the attempt that they are part of.
    const isInside = edge.type === "call" || (!isTaken(edge, to) && !sample.failed);
    if (!isInside || !isServed(from)) return [span];
    const key = `${from.id} ${sample.parent}`;
    this.waiting.set(key, [...(this.waiting.get(key) ?? []), span]);
    this.waitingCount++;
    return this.letGo(MOST_WAITING);
  }

  private hop(sample: MoveSample, edge: FlowEdge, from: FlowNode, to: FlowNode, parentId: string): Span {
    const { event, atMs, sinceMs = atMs, failed } = sample;
    const common = { event, sample, parentId, spanId: event.slice(1), startMs: sinceMs, endMs: atMs };
    if (edge.type === "call") {
      return this.span({ ...common, node: from, name: `call ${to.name}`, kind: "client", attributes: { "peer.service": to.name }, error: failed ? "the call failed" : undefined });
    }
    if (!isTaken(edge, to)) return this.span({ ...common, node: to, name: `${to.kind} ${to.name}`, kind: "internal", attributes: {}, error: undefined });
    const destination = this.destinationOf(edge, to);
    return this.span({ ...common, node: from, name: `send ${destination.name}`, kind: "producer", attributes: sent(destination, event), error: undefined });
  }

  private seen(sample: SpanSample): Span[] {
    const { outcome, event, startMs, serviceMs, attempt, reason } = sample;
    const node = this.flow.nodes.get(sample.node);
    const common = { event, sample, startMs, endMs: startMs + serviceMs, error: FAILURES.has(outcome) ? redacted(reason ?? outcome) : undefined };
    if (outcome === "emitted") {
      if (!node) return [];
      const began = { ...common, node, spanId: event.slice(1), parentId: sample.cause };
      if (node.kind !== "httpSource") return [this.span({ ...began, name: `create ${node.name}`, kind: "producer", attributes: created(event) })];
      const { path } = node.settings;
      return [this.span({ ...began, name: `POST ${path}`, kind: "server", attributes: { "http.request.method": "POST", "http.route": path } })];
    }
    const told = { "spillway.outcome": outcome };
    const spanId = attemptSpanId(event, sample.node, attempt);
    if (!node || !isServed(node)) {
      const channel = node ?? this.flow.nodes.get(this.flow.edges.get(sample.node)?.to.node ?? "");
      if (!channel || !ENDS.has(outcome)) return [];
      const parentId = sample.parent === undefined ? event.slice(1) : (this.attempts.get(sample.parent) ?? sample.parent.slice(1));
      return [this.span({ ...common, node: channel, name: `${outcome} ${channel.name}`, kind: "internal", spanId, parentId, attributes: told })];
    }
    const key = `${node.id} ${event}`;
    remember(this.attempts, key, spanId);
    remember(this.attempts, event, spanId);
    const ways = [...this.flow.edges.values()].filter((edge) => edge.to.node === node.id && edge.type === "event");
    const edge = this.taken.get(key) ?? (ways.length === 1 ? ways[0] : undefined);
    const destination = edge && this.destinationOf(edge, node);
    const attributes = { ...(destination && handled(destination, event)), ...told, "spillway.attempt": attempt, "spillway.wait_ms": sample.waitMs };
    const name = destination ? `process ${destination.name}` : `answer ${node.name}`;
    const own = this.span({ ...common, node, name, kind: destination ? "consumer" : "server", spanId, parentId: event.slice(1), attributes });
    return [own, ...this.insideOf(key, spanId)];
  }

  /** What happened in an attempt that is over. */
  private insideOf(key: string, parentId: string): Span[] {
    const inside = this.waiting.get(key) ?? [];
    this.waiting.delete(key);
    this.waitingCount -= inside.length;
    return inside.map((span) => ({ ...span, parentId }));
  }

  private letGo(most: number): Span[] {
    const gone: Span[] = [];
    for (const [key, spans] of this.waiting) {
      if (this.waitingCount <= most) break;
      this.waiting.delete(key);
      this.waitingCount -= spans.length;
      gone.push(...spans);
    }
    return gone;
  }

  /** The span in which something was emitted for an event: the attempt at it, as far as it is known; else that of its own hop. */
  private parentOf(from: FlowNode, event: string): string {
    const attempt = isServed(from) ? this.attempts.get(`${from.id} ${event}`) : isKeeper(from) ? this.attempts.get(event) : undefined;
    return attempt ?? event.slice(1);
  }

  /** What an edge leads into, or out of. */
  private destinationOf(edge: FlowEdge, to: FlowNode): Destination {
    const implicit = this.flow.channels.get(edgeChannelKey(edge.id));
    if (implicit) return { name: implicit.name, system: "bullmq", group: undefined };
    const kept = isTaken(edge, to) ? to : (this.flow.nodes.get(edge.from.node) ?? to);
    if (kept.kind !== "topic") return { name: kept.name, system: "bullmq", group: undefined };
    return { name: kept.name, system: "redis_streams", group: to.kind === "consumer" ? (to.settings.group ?? to.id) : undefined };
  }

  private isImplicit({ id }: FlowEdge): boolean {
    return this.flow.channels.has(edgeChannelKey(id));
  }

  private span(of: SpanParts): Span {
    const { sample, node, attributes } = of;
    return {
      traceId: sample.trace ?? `${this.runTrace}${sample.root.slice(1)}`,
      spanId: of.spanId,
      parentId: of.parentId,
      name: of.name,
      kind: of.kind,
      startMs: this.wallAt(of.startMs),
      endMs: this.wallAt(of.endMs),
      node: node.name,
      attributes: { ...attributes, ...(of.error !== undefined && { "error.type": sample.type === "span" ? sample.outcome : "call" }), "spillway.node": node.id, "spillway.kind": node.kind, "spillway.zone": node.zone },
      error: of.error,
    };
  }
}

/** A span's parts; times in design time. */
interface SpanParts {
  readonly sample: Sample;
  readonly node: FlowNode;
  readonly name: string;
  readonly kind: SpanKind;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly error: string | undefined;
}

/** Whether events are put into a channel over an edge, rather than handed on in the emitter's step. */
function isTaken({ channel }: FlowEdge, to: FlowNode): boolean {
  return channel !== undefined || to.kind === "deadLetter";
}

/** Whether a node's attempts at events have spans of their own. */
function isServed({ role }: FlowNode): boolean {
  return role === "consumer" || role === "stage" || role === "callee";
}

function isKeeper({ role }: FlowNode): boolean {
  return role === "channel" || role === "log";
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
}
