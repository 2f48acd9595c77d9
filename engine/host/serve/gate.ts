import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { AppError } from "../../../design/errors.ts";
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

/**
 * The token that SPILLWAY_TOKEN names, with which pages that are open find a server again that was started anew; without it
 * one that nobody can guess. Throws `wrong-use` when the named one is too short or cannot travel.
 */
export function chooseToken(environment: NodeJS.ProcessEnv): string {
  const named = environment.SPILLWAY_TOKEN;
  if (!named) return randomBytes(32).toString("hex");
  if (!/^[\w-]{32,256}$/.test(named)) throw new AppError("wrong-use", "SPILLWAY_TOKEN must have 32 to 256 letters, digits, - and _.");
  return named;
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

/** Refuses a program that does not bring the token, as `Authorization: Bearer TOKEN`. Null when it is let in. */
export function refuseBearer(gate: Gate, request: IncomingMessage): Refusal | null {
  const refusal = refuseHost(gate, request);
  if (refusal) return refusal;
  const [, offered] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  return offered !== undefined && isSame(offered, gate.token) ? null : { status: 401, message: "The token is missing or wrong: send it as Authorization: Bearer TOKEN." };
}

/** Compares in a time that does not depend on where the texts differ, nor on their lengths. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
