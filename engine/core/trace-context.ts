import { childHigh, childLow, identityText, parseIdentity } from "./identity.ts";
import { hashText } from "./random.ts";

/** A trace that began outside, which an event and its descendants continue (W3C Trace Context). */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The span outside that the event came from, 16 hexadecimal digits; its descendants need not know it. */
  readonly parentId?: string | undefined;
  /** What vendors along the way added, handed on as it came. */
  readonly state?: string | undefined;
}

/** Members of a `tracestate` may be dropped beyond this length, in characters (W3C Trace Context, section 3.3.1.5). */
const MOST_STATE = 512;

/** Reads the headers `traceparent` and `tracestate`; undefined where they are absent or malformed: a new trace then begins. */
export function traceContextOf(traceparent: string | undefined, state?: string): TraceContext | undefined {
  const parts = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/.exec(traceparent ?? "");
  const [, traceId, parentId] = parts ?? [];
  if (traceId === undefined || parentId === undefined || /^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  // Version 00 has nothing behind its flags.
  if (traceparent?.startsWith("00") && traceparent.length !== 55) return undefined;
  return { traceId, parentId, state: state !== undefined && state.length <= MOST_STATE && /^[\x20-\x7e]+$/.test(state) ? state : undefined };
}

/**
 * The first half of the ids of a run's own traces: 16 hexadecimal digits that follow from the run's id. The second is the root event's
 * identity, which is the same in each run with one seed.
 */
export function traceOfRun(runId: string): string {
  return identityText(hashText(runId), hashText(`trace ${runId}`)).slice(1);
}

/**
 * The span of one attempt at an event by a node, 16 hexadecimal digits. Its parent is the span in which the event was put where the node
 * took it from, and that has the event's own identity; `event` is an identity as it is written.
 */
export function attemptSpanId(event: string, node: string, attempt: number): string {
  const { high, low } = parseIdentity(event);
  const site = hashText(node);
  return identityText(childHigh(high, low, site, attempt), childLow(high, low, site, attempt)).slice(1);
}

/** A `traceparent` of version 00. Whoever gets it is told whether spans of the trace are kept here. */
export function traceparentOf(traceId: string, spanId: string, isSampled: boolean): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}
