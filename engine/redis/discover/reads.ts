import type { Redis } from "ioredis";

/** What a discovery may ask a server: commands that read, none that is slow on a large key. */
export type ReadCommand = "dbsize" | "scan" | "hmget" | "hlen" | "get" | "llen" | "lrange" | "zcard" | "zrange" | "zrevrange" | "scard" | "info" | "client";
export type Read = readonly [command: ReadCommand, ...parameters: (string | number)[]];

/** So many commands go in one round trip: few enough that nobody else waits for them. */
const AT_A_TIME = 200;

/** Reads of a server that belongs to somebody else. */
export class Reads {
  constructor(private readonly redis: Redis) {}

  /** The reply to one command; rejects with the server's error. */
  async one(...read: Read): Promise<unknown> {
    const [reply] = (await this.redis.pipeline([[...read]]).exec()) ?? [];
    if (!reply) throw new Error("Redis gave no reply.");
    if (reply[0]) throw reply[0];
    return reply[1];
  }

  /** The replies to many, in order; undefined for one that the server refused (a key of another type). Rejects when the connection is lost. */
  async many(reads: readonly Read[], signal?: AbortSignal): Promise<unknown[]> {
    const replies: unknown[] = [];
    for (let start = 0; start < reads.length; start += AT_A_TIME) {
      signal?.throwIfAborted();
      const part = reads.slice(start, start + AT_A_TIME);
      const answered = (await this.redis.pipeline(part.map((read) => [...read])).exec()) ?? [];
      for (const [error, reply] of answered) {
        if (error && error.name !== "ReplyError") throw error;
        replies.push(error ? undefined : reply);
      }
    }
    return replies;
  }

  close(): void {
    this.redis.disconnect();
  }
}

/** A reply as a list of texts; empty for anything else. */
export function textsIn(reply: unknown): (string | null)[] {
  return Array.isArray(reply) ? reply.map((item) => (typeof item === "string" ? item : null)) : [];
}

/** A reply as a number; 0 for anything else. */
export function numberIn(reply: unknown): number {
  const number = typeof reply === "string" || typeof reply === "number" ? Number(reply) : 0;
  return Number.isFinite(number) ? number : 0;
}
