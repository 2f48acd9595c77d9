import type { FlowEvent } from "./event.ts";

/**
 * What a behaviour wants done with an event, step by step. A plan says what, an executor does it: the live one with
 * timers and jobs, the forecast synchronously on its event heap. Plans are plain values: they can be tested without either.
 */
export type Step =
  /** Keep the slot for so long (ms of design time); `burn` keeps a processor busy meanwhile. */
  | { readonly do: "hold"; readonly ms: number; readonly burn: boolean }
  /**
   * Send an event over the edges of a port, `times` times: the one that the plan is for, where none is given. `edges` are the ids of
   * those that it goes over, where it is not all.
   */
  | { readonly do: "emit"; readonly port: string; readonly event?: FlowEvent; readonly times: number; readonly edges?: readonly string[] }
  /**
   * Call over each edge of a port in order, in the slot (rule C5). The first call that fails fails the attempt; so does their time
   * being up after `withinMs` in all, with `late` for a reason.
   */
  | { readonly do: "call"; readonly port: string; readonly withinMs?: number; readonly late?: string }
  /** Do in the slot what a write call asks of this very node: a database stores the event (rule S2). */
  | { readonly do: "store" }
  /**
   * Do what this node does outside of the flow: a webhook posts, a gateway pushes. Live, the plan that this leads to follows; a
   * forecast cannot reach anybody, and follows `expected` instead.
   */
  | { readonly do: "reach"; readonly expected: Plan }
  /** The attempt failed: back to the channel, which decides what follows. */
  | { readonly do: "fail"; readonly permanent: boolean; readonly reason: string }
  /** The replica dies here, with everything in its slots. */
  | { readonly do: "crash" }
  /** The event ends here. */
  | { readonly do: "end"; readonly as: EndKind; readonly reason?: string };

export type Plan = readonly Step[];

/** How an event ends without going on (rule E4); each is a line of the ledger. */
export type EndKind = "delivered" | "consumed" | "filtered" | "absorbed" | "deduplicated" | "dropped" | "failed";
