import type { DesignEdge } from "../../../design/document/schema.ts";
import type { SpanSample } from "../../../engine/contract/sample.ts";
import type { Trace } from "../../stores/traces.ts";
import { dockEventsWords } from "../../words/dock-events.ts";

/** A step of an event's path: what one node did with it, all attempts together. */
export interface TraceStep {
  readonly node: string;
  readonly startMs: number;
  readonly waitMs: number;
  readonly serviceMs: number;
  readonly attempts: number;
  readonly outcome: SpanSample["outcome"];
  readonly reason: string | undefined;
}

/** How an event ended, for a row of the list. */
export interface TraceOutcome {
  readonly text: string;
  readonly tone: "ok" | "bad" | "warn" | "open";
}

const ENDS: readonly SpanSample["outcome"][] = ["delivered", "deadLettered", "filtered", "dropped", "consumed", "failed", "crashed"];
const WORDS: Readonly<Record<string, string>> = {
  delivered: "delivered",
  deadLettered: "dead-lettered",
  filtered: "filtered",
  dropped: "dropped",
  consumed: "consumed",
  failed: "failed",
  crashed: "crashed",
};

/** The steps of a trace in time; attempts of one event at one node are one step. */
export function stepsOf(trace: Trace): readonly TraceStep[] {
  const steps = new Map<string, TraceStep>();
  for (const span of inTime(trace.spans)) {
    const key = `${span.node}/${span.event}`;
    const before = steps.get(key);
    steps.set(key, {
      node: span.node,
      startMs: before?.startMs ?? span.startMs - span.waitMs,
      waitMs: (before?.waitMs ?? 0) + span.waitMs,
      serviceMs: (before?.serviceMs ?? 0) + span.serviceMs,
      attempts: Math.max(before?.attempts ?? 0, span.attempt),
      outcome: span.outcome,
      reason: span.reason ?? before?.reason,
    });
  }
  return [...steps.values()];
}

/** The nodes that a trace went through, channels among them, each once, in the order of its moves. */
export function pathOf(trace: Trace, edges: readonly Pick<DesignEdge, "id" | "from" | "to">[]): readonly string[] {
  const crossed = trace.moves
    .toSorted((a, b) => a.atMs - b.atMs)
    .flatMap(({ edge, atMs }) => {
      const found = edges.find(({ id }) => id === edge);
      return found ? [{ atMs, from: found.from.node, to: found.to.node }] : [];
    });
  const worked = inTime(trace.spans).map((span) => span.node);
  return [...new Set([...inChain(crossed), ...worked])];
}

/**
 * Spans in the order in which they began. Calls within calls that begin at one moment are told when they end, the innermost
 * first: the longest of them comes first, and of equally long ones that which was told last.
 */
function inTime(spans: Trace["spans"]): Trace["spans"] {
  const told = new Map(spans.map((span, index) => [span, index]));
  const isCall = (span: SpanSample) => span.serviceMs > 0;
  return spans.toSorted(
    (a, b) =>
      a.startMs - b.startMs ||
      a.attempt - b.attempt ||
      (isCall(a) && isCall(b) ? b.serviceMs - a.serviceMs || (told.get(b) ?? 0) - (told.get(a) ?? 0) : 0),
  );
}

/** Nodes of moves that are sorted by time; of moves at one moment, that comes first which leaves a node that was reached. */
function inChain(moves: readonly { readonly atMs: number; readonly from: string; readonly to: string }[]): readonly string[] {
  const reached = new Set<string>();
  const left = [...moves];
  while (left[0] !== undefined) {
    const { atMs } = left[0];
    const next = left.findIndex((move) => move.atMs === atMs && reached.has(move.from));
    const [move = left[0]] = left.splice(Math.max(0, next), 1);
    reached.add(move.from).add(move.to);
  }
  return [...reached];
}

/** How a trace ended; of several endings the worst is told first. */
export function outcomeOf(trace: Trace): TraceOutcome {
  const ends = trace.spans.filter((span) => ENDS.includes(span.outcome)).map((span) => span.outcome);
  const terminal = stepsOf(trace).filter((step) => ENDS.includes(step.outcome));
  if (ends.length === 0 || terminal.length === 0) return { text: dockEventsWords.onItsWay, tone: "open" };
  const counts = new Map<string, number>();
  for (const { outcome } of terminal) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const ranked = ["deadLettered", "failed", "crashed", "dropped", "delivered", "consumed", "filtered"].filter((outcome) => counts.has(outcome));
  const text = ranked.map((outcome) => describe(outcome, counts.get(outcome) ?? 0)).join(", ");
  const worst = ranked[0] ?? "";
  const tone = ["deadLettered", "failed", "dropped"].includes(worst) ? "bad" : worst === "crashed" ? "warn" : "ok";
  return { text, tone };
}

function describe(outcome: string, count: number): string {
  const word = WORDS[outcome] ?? outcome;
  return count === 1 ? word : `${count} ${word}`;
}
