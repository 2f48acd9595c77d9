import { z } from "zod";
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

const callId = { process: z.string(), id: z.int() };
const callEvent = z.object({
  high: z.number(), low: z.number(), rootHigh: z.number(), rootLow: z.number(), source: z.int(), bornMs: z.number(), emittedMs: z.number(),
  type: z.string(), key: z.string().optional(), priority: z.number(), headers: z.record(z.string(), z.unknown()).optional(),
});
const result = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), reason: z.string(), refused: z.boolean().optional() })]);
const schema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ask"), ...callId, from: z.string(), node: z.string(), event: callEvent, operation: z.enum(["read", "write"]), life: z.int(), over: z.array(z.int()), atMs: z.number() }),
  z.object({ type: z.literal("answer"), ...callId, result, atMs: z.number() }),
  z.object({ type: z.literal("give-up"), ...callId, why: z.enum(["timed-out", "crashed"]), atMs: z.number() }),
  z.object({ type: z.literal("ask-taken-in"), ...callId, from: z.string() }),
  z.object({ type: z.literal("taken-in"), ...callId }),
]);

/** Those of some messages that are about calls, and ask nothing but of nodes that answer here: whoever reaches the Redis may have written them. */
export function callMessagesIn(messages: readonly unknown[], answersHere: (node: string) => boolean): CallMessage[] {
  return messages.filter((message): message is CallMessage => {
    const { data } = schema.safeParse(message);
    return data !== undefined && (data.type !== "ask" || answersHere(data.node));
  });
}
