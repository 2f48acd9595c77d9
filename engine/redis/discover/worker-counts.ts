import { Buffer } from "node:buffer";
import type { Reads } from "./reads.ts";
import type { QueuePlace } from "./scan-queues.ts";

/**
 * How many workers of each queue are connected, by the names that BullMQ gives their connections (`<prefix>:<name in base64>`, and `:w:` with a
 * worker's own name). Null where the server does not tell its clients.
 */
export async function countWorkers(reads: Reads, places: readonly QueuePlace[]): Promise<(number | null)[]> {
  const list = await reads.one("client", "list").catch(() => null);
  if (typeof list !== "string") return places.map(() => null);
  const names = new Map<string, number>();
  for (const [, name = ""] of list.matchAll(/ name=(\S+)/g)) {
    const worker = name.replace(/:w:.*$/, "");
    names.set(worker, (names.get(worker) ?? 0) + 1);
  }
  return places.map(({ prefix, name }) => names.get(`${prefix}:${Buffer.from(name).toString("base64")}`) ?? 0);
}
