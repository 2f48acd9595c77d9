import { z } from "zod";

/**
 * What goes over a transport, the same on a MessagePort and on a WebSocket (where it is JSON text).
 * `id` pairs an answer with its call.
 */
export const clientMessageSchema = z.object({ type: z.literal("call"), id: z.number().int(), name: z.string(), request: z.unknown() });
export type ClientMessage = z.output<typeof clientMessageSchema>;

export const hostMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("answer"), id: z.number().int(), response: z.unknown() }),
  z.object({ type: z.literal("error"), id: z.number().int(), code: z.string(), message: z.string() }),
  z.object({ type: z.literal("item"), stream: z.string(), item: z.unknown() }),
]);
export type HostMessage = z.output<typeof hostMessageSchema>;

/** Largest message that the host accepts, in bytes: a 50 MB design and its envelope. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** WebSocket subprotocol of the contract; the token is offered as a second one, `token.<token>`. */
export const SUBPROTOCOL = "spillway.v1";
export const TOKEN_PREFIX = "token.";
