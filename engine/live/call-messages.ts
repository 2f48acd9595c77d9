import type { CallResult, GivenUp, Operation } from "../core/call.ts";
import type { FlowEvent } from "../core/event.ts";

/** Which process a call is of: a number that it gives, and its name, which no process that is started for it has again. */
interface CallId {
  readonly process: string;
  readonly id: number;
}

/** A request, from the process that makes the call to the one that runs the node. */
export interface Ask extends CallId {
  readonly type: "ask";
  /** Where the answer goes. */
  readonly from: string;
  /** Id of the node that is called. */
  readonly node: string;
  readonly event: FlowEvent;
  readonly operation: Operation;
  /** Number of the calling replica's life, and those of its process that are over since it last asked (rule R4). */
  readonly life: number;
  readonly over: readonly number[];
  /** Design time, ms. */
  readonly atMs: number;
}

/** What the processes of a run say to each other of calls (rule C5); JSON. */
export type CallMessage =
  | Ask
  | ({ readonly type: "answer"; readonly result: CallResult; readonly atMs: number } & CallId)
  | ({ readonly type: "give-up"; readonly why: GivenUp; readonly atMs: number } & CallId)
  /** Say when all that was sent before has been taken in. */
  | ({ readonly type: "ask-taken-in"; readonly from: string } & CallId)
  | ({ readonly type: "taken-in" } & CallId);
