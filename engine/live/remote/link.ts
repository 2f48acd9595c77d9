import type { Envelope } from "./seal.ts";

/** The first wait before what was not acknowledged is sent again, ms; it doubles up to the last. */
const AGAIN_MS = { first: 1000, most: 10_000 };
/** Most messages that are sent again at once. */
const MOST_AGAIN = 200;
/** An acknowledgement is told by itself after so long without another message, ms. */
const ACK_MS = 300;
/** So many messages without an acknowledgement, and the link is given up: what counts is lost with it. */
export const MOST_UNACKNOWLEDGED = 20_000;

/** What a link needs: a way, a clock, and who gets what arrives. */
export interface LinkPort {
  /** Sends a message; it may be lost, or arrive twice. */
  send(message: Pick<Envelope, "n" | "ack" | "body">): void;
  /** Told each message once, in order. */
  deliver(body: string): void;
  /** Steady time, ms. */
  now(): number;
}

/** One end of a way on which each message arrives once and in order, although what carries it may lose messages or repeat them. */
export class Link {
  private sent = 0;
  private received = 0;
  private waiting: { readonly n: number; readonly body: string }[] = [];
  private againMs = AGAIN_MS.first;
  private lastSentMs: number;
  private acknowledged = 0;

  constructor(private readonly port: LinkPort) {
    this.lastSentMs = port.now();
  }

  send(body: string): void {
    const message = { n: ++this.sent, body };
    if (this.waiting.length === 0) this.lastSentMs = this.port.now();
    this.waiting.push(message);
    this.put(message);
  }

  /** Takes in a message that the other end sent. */
  heard({ n, ack, body }: Pick<Envelope, "n" | "ack" | "body">): void {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter((message) => message.n > ack);
    if (this.waiting.length < before) {
      this.againMs = AGAIN_MS.first;
      this.lastSentMs = this.port.now();
    }
    // What comes after a gap comes again.
    if (n !== this.received + 1) return;
    this.received = n;
    this.port.deliver(body);
  }

  /** To be called some times a second: sends again what may be lost, and says what has arrived. */
  tick(): void {
    const now = this.port.now();
    if (this.waiting.length > 0 && now - this.lastSentMs >= this.againMs) {
      this.againMs = Math.min(2 * this.againMs, AGAIN_MS.most);
      this.lastSentMs = now;
      for (const message of this.waiting.slice(0, MOST_AGAIN)) this.put(message);
    } else if (this.acknowledged < this.received || this.idleMs(now) >= ACK_MS) this.put({ n: 0, body: "" });
  }

  /** Messages that have not been acknowledged. */
  get unacknowledged(): number {
    return this.waiting.length;
  }

  private idleMs(now: number): number {
    return now - this.lastPutMs;
  }

  private lastPutMs = Number.NEGATIVE_INFINITY;

  private put({ n, body }: { readonly n: number; readonly body: string }): void {
    this.acknowledged = this.received;
    this.lastPutMs = this.port.now();
    this.port.send({ n, ack: this.received, body });
  }
}
