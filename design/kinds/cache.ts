import { z } from "zod";
import { formatCount, formatShare, formatTime } from "../words/numbers.ts";
import { choice, count, durationMs, share } from "./fields.ts";
import { CALL_IN, defineKind } from "./kind.ts";

/** Answers reads from memory where it can (rule S1). */
export const cache = defineKind({
  title: "Cache",
  summary: "answers from memory",
  help:
    "A read of a key that it holds is a hit and costs the hit time; a miss reads the origin and keeps the answer. A write goes to the origin and takes the key " +
    "out. The keys are the events' own, so the hit ratio is a result, not a setting; a fixed ratio is there for quick drafts. An event without a key is like no other and never hits.",
  category: "state",
  role: "callee",
  icon: "zap",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    capacity: count({ title: "Capacity", help: "Entries that it holds; then one has to go for each new one." }, { min: 1, max: 10_000_000 }).default(1000),
    ttlMs: durationMs({ title: "Time to live", help: "An entry older than this is a miss. Without it entries do not age." }, { min: 1 }).optional(),
    policy: choice(["lru", "lfu"], { title: "Eviction", help: "The least recently, or the least frequently used entry goes first." }).default("lru"),
    pattern: choice(["read-through", "cache-aside"], {
      title: "Pattern",
      help: "The cache reads the origin itself, or the caller does and puts the answer into the cache, which costs it another trip.",
    }).default("cache-aside"),
    hitMs: durationMs({ title: "Hit time", help: "What a look into the cache takes." }).default(0.5),
    fixedHitRatio: share({ title: "Fixed hit ratio", help: "For drafts: this share of reads hits, whatever the keys." }).optional(),
  }),
  ports: () => [CALL_IN, { name: "origin", direction: "out", type: "call", label: "calls on a miss" }],
  checkEdges: (_settings, outs) => [
    ...(outs("origin").length > 1 ? [{ severity: "error" as const, path: [], message: "A cache has one origin; put a load balancer behind it." }] : []),
    ...(outs("origin").length === 0 ? [{ severity: "warning" as const, path: [], message: "It has no origin: a miss is answered as if there were nothing to read." }] : []),
  ],
  detail: (settings) => `${settings.policy.toUpperCase()} ${formatCount(settings.capacity)}`,
  gist: (settings) => {
    if (settings.fixedHitRatio !== undefined) return `${formatShare(settings.fixedHitRatio)} of reads hit, fixed`;
    return settings.ttlMs === undefined ? settings.pattern.replace("-", " ") : `${settings.pattern.replace("-", " ")} · lives ${formatTime(settings.ttlMs)}`;
  },
});
