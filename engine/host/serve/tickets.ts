import { randomBytes } from "node:crypto";

/** How long a ticket lets in, ms. */
const VALID_MS = 60_000;
const PATH = "/open/";

/**
 * Addresses that lead to the page once, for programs that are started with one: a list of processes shows everybody on the machine what they
 * were started with, and the token in it would let everybody in for as long as the server runs.
 */
export class Tickets {
  private readonly valid = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A path that lets in once, within a minute. */
  issue(): string {
    const ticket = randomBytes(32).toString("hex");
    this.valid.set(ticket, this.now() + VALID_MS);
    return `${PATH}${ticket}`;
  }

  /** Whether a path lets in, which it then does no more; undefined where it is no ticket's. */
  redeem(path: string): boolean | undefined {
    if (!path.startsWith(PATH)) return undefined;
    const ticket = path.slice(PATH.length);
    const untilMs = this.valid.get(ticket);
    this.valid.delete(ticket);
    return untilMs !== undefined && this.now() < untilMs;
  }
}
