import type { FlowEvent } from "./event.ts";
import type { Life } from "./slots.ts";

/** What a call asks for: caches and databases tell the two apart. */
export type Operation = "read" | "write";

/** One call, as the node that is called sees it. */
export interface CallRequest {
  /**
   * The event that the caller serves, with an identity of the call's own: it follows from the caller's event, the edge and the
   * number of the attempt, so that every draw does (rule E5).
   */
  readonly event: FlowEvent;
  readonly operation: Operation;
  /** The life of the replica that calls: state that is kept for each caller ends with it (rule R4). */
  readonly caller: Life;
  /** When it was meant to arrive; design time, ms. */
  readonly atMs: number;
}

/** What a call came to. The reason is a sentence that names the node that failed. */
export type CallResult = { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly refused?: boolean };

export const ANSWERED: CallResult = { ok: true };

/** Why a call ended before its answer: its time was up, or the replica that made it crashed. */
export type GivenUp = "timed-out" | "crashed";

/** What a called node does to answer. A plan that ends without `respond` has answered well. */
export type CallStep =
  /** Be busy for so long, ms of design time. */
  | { readonly do: "hold"; readonly ms: number }
  /** Wait, first come, first served, for one of a limited number (a connection); it is held until the answer. */
  | { readonly do: "acquire"; readonly resource: number }
  /** Call on over an edge, and go on with what that came to. `gaveUp` is called instead when this call ends before. */
  | {
      readonly do: "forward";
      readonly edge: string;
      readonly onAnswer: (result: CallResult, atMs: number) => CallPlan;
      readonly gaveUp?: (why: GivenUp, atMs: number) => void;
    }
  /** For the hit ratio (rule S1). */
  | { readonly do: "count"; readonly as: "hit" | "miss" }
  | { readonly do: "respond"; readonly result: CallResult };

export type CallPlan = readonly CallStep[];
