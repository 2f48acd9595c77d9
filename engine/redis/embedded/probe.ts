import { messageOf } from "../../../design/errors.ts";
import { connectOnce } from "./connection.ts";

/** How a server is: `cannot-write` is Redis refusing writes because its append-only file fails. */
export type Health =
  | { kind: "ready" }
  | { kind: "loading" }
  | { kind: "cannot-write"; reason: string }
  | { kind: "silent" };

/** Asks a server once, on a connection of its own, and settles within about twice `timeoutMs`. */
export async function probe(url: string, timeoutMs: number): Promise<Health> {
  try {
    const redis = await connectOnce(url, timeoutMs);
    try {
      await redis.ping();
      return { kind: "ready" };
    } finally {
      redis.disconnect();
    }
  } catch (error) {
    return healthOf(messageOf(error));
  }
}

/** Redis denies even PING with MISCONF while it cannot write its append-only file. */
function healthOf(reply: string): Health {
  if (reply.startsWith("LOADING")) return { kind: "loading" };
  const failure = /^MISCONF .*AOF file: (.*)$/.exec(reply)?.[1];
  if (failure !== undefined) return { kind: "cannot-write", reason: failure };
  return { kind: "silent" };
}
