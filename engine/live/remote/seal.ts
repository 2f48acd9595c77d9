import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Which way a message goes. */
export type Direction = "to-host" | "to-worker";

/**
 * What travels between a host and a worker on another machine. `n` counts what one side sends, 0 for what says nothing but `ack`: the
 * number of the last message that it has taken in. `mac` proves that the sender knows the run's token, which itself never travels.
 */
export const envelopeSchema = z.strictObject({
  worker: z.string().regex(/^[0-9a-f]{16}$/),
  n: z.int().nonnegative(),
  ack: z.int().nonnegative(),
  body: z.string().max(16_000_000),
  mac: z.string().max(100),
});
export type Envelope = z.output<typeof envelopeSchema>;

/** What a host says to a worker that it does not take: the only thing that is not sealed, because the two may not share a token. */
export const refusalSchema = z.strictObject({
  worker: z.string(),
  /** `token`: it does not prove that it knows the run's; `unknown`: it was given up meanwhile; `zone`: it cannot have the zone that it asks for. */
  refused: z.enum(["token", "unknown", "zone"]),
  message: z.string().max(1000),
});
export type Refusal = z.output<typeof refusalSchema>;

/** Seals and checks messages with a run's token. */
export class Seal {
  constructor(private readonly token: string) {}

  close(direction: Direction, { worker, n, ack, body }: Omit<Envelope, "mac">): Envelope {
    return { worker, n, ack, body, mac: this.macOf(direction, worker, n, ack, body).toString("base64url") };
  }

  /** Whether who sealed it knew the token; compared in constant time. */
  isGenuine(direction: Direction, { worker, n, ack, body, mac }: Envelope): boolean {
    const [given, right] = [Buffer.from(mac, "base64url"), this.macOf(direction, worker, n, ack, body)];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  private macOf(direction: Direction, worker: string, n: number, ack: number, body: string): Buffer {
    return createHmac("sha256", this.token).update(`${direction} ${worker} ${n} ${ack} ${body}`).digest();
  }
}
