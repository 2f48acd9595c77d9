import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SUBPROTOCOL, TOKEN_PREFIX } from "../../contract/message.ts";

/** Who may come in: the page that this server itself served on `127.0.0.1:port`, with its token. */
export interface Gate {
  readonly port: number;
  readonly token: string;
}

/** A refusal as HTTP says it. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Refuses a request for another host: a foreign name that was made to lead here (DNS rebinding). Null when it is let in. */
export function refuseHost(gate: Gate, request: IncomingMessage): Refusal | null {
  const address = `127.0.0.1:${gate.port}`;
  return request.headers.host === address ? null : { status: 403, message: `Open http://${address} with the token that Spillway printed.` };
}

/** Refuses a WebSocket that another page or program opens. Null when it is let in. */
export function refuseUpgrade(gate: Gate, request: IncomingMessage): Refusal | null {
  const refusal = refuseHost(gate, request);
  if (refusal) return refusal;
  if (request.headers.origin !== `http://127.0.0.1:${gate.port}`) return { status: 403, message: "Only Spillway's own page may connect." };
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((word) => word.trim());
  const isKnown = offered.some((word) => word.startsWith(TOKEN_PREFIX) && isSame(word.slice(TOKEN_PREFIX.length), gate.token));
  return isKnown && offered.includes(SUBPROTOCOL) ? null : { status: 401, message: "The token is missing or wrong. Open the address that Spillway printed." };
}

/** Compares in a time that does not depend on where the texts differ, nor on their lengths. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
