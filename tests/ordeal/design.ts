import type { Design } from "../../design/document/schema.ts";
import { DEAD_LETTER, designOf, SINK } from "../support/designs.ts";

/** How long a worker is frozen, ms: past its locks, and past the session of what reads a topic. */
export const FROZEN_MS = 5000;

const locks = { lockMs: 1500, stalledCheckMs: 1000, maxStalled: 1000 };

/**
 * Two zones, each handing events to the other: orders over two queues, with retries and a dead letter, and news over a topic and a queue. Locks
 * and sessions are short, so that what a kill cuts short comes back within seconds.
 */
export function ordealDesign(ratePerSecond: number, count: number): Design {
  const producer = { arrivals: { process: "poisson", ratePerSecond: ratePerSecond / 2 }, limit: { count: Math.round(count / 2) } };
  const work = { serviceTime: { distribution: "exponential", meanMs: 20 }, concurrency: 10 };
  const retried = { attempts: 3, backoff: { type: "fixed", delayMs: 200 } };
  const design = designOf(
    {
      orders: ["producer", producer],
      inbox: ["queue", locks],
      accept: ["consumer", work],
      billing: ["queue", { ...locks, ...retried }],
      bill: ["consumer", { ...work, failureRate: 0.1 }],
      paid: SINK,
      dead: DEAD_LETTER,
      news: ["producer", producer],
      feed: ["topic", { partitions: 4 }],
      read: ["consumer", { ...work, sessionTimeoutMs: 2000, offsetReset: "earliest" }],
      mail: ["queue", locks],
      send: ["consumer", work],
      sent: SINK,
    },
    ["orders > inbox", "inbox > accept", "accept > billing", "billing > bill", "bill > paid", "billing.deadLetter > dead", "news > feed", "feed > read", "read > mail", "mail > send", "send > sent"],
    { zones: [{ id: "north", name: "North" }, { id: "south", name: "South" }], seed: 11 },
  );
  const zones: Record<string, string> = { accept: "north", send: "north", bill: "south", read: "south" };
  return { ...design, name: "Ordeal", nodes: design.nodes.map((node) => (zones[node.id] === undefined ? node : { ...node, zone: zones[node.id] })) };
}
