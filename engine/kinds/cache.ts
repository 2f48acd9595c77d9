import type { SettingsOf } from "../../design/kinds/registry.ts";
import { ANSWERED, type CallPlan, type CallStep } from "../core/call.ts";
import { drawSite, uniform } from "../core/random.ts";
import type { BehaviourContext, CalleeBehaviour } from "./behaviour.ts";
import { LfuStore, LruStore, type CacheStore } from "./cache-store.ts";
import { keyOf } from "./key-of.ts";

/**
 * Answers reads of keys that it holds (rule S1). A miss reads the origin; what that answered well is kept. Read-through, the cache has it
 * then; cache-aside, the caller puts it there, which is another trip. A write goes to the origin and takes the key out, however it
 * ended: after a time-out nobody knows what the origin holds.
 */
export function cache(settings: SettingsOf<"cache">, context: BehaviourContext): CalleeBehaviour {
  const { capacity, ttlMs, policy, pattern, hitMs, fixedHitRatio } = settings;
  const hitSite = drawSite(context.seed, context.id, "hit");
  const kept = context.keep((): { policy: string; store: CacheStore } => ({ policy: "", store: new LruStore(capacity) }));
  if (kept.policy !== policy) kept.store = policy === "lru" ? new LruStore(capacity) : new LfuStore(capacity);
  kept.policy = policy;
  const { store } = kept;
  store.resize(capacity);
  const [origin] = context.edges("origin");
  const trip: CallStep = { do: "hold", ms: hitMs };
  const answered: CallStep = { do: "respond", result: ANSWERED };
  const hit: CallPlan = [trip, { do: "count", as: "hit" }, answered];
  const miss: readonly CallStep[] = [trip, { do: "count", as: "miss" }];

  function keep(key: string, atMs: number): void {
    if (fixedHitRatio === undefined) store.add(key, ttlMs === undefined ? Number.POSITIVE_INFINITY : atMs + ttlMs);
  }

  return {
    role: "callee",
    answers: {
      resources: [],
      receive({ event, operation, atMs }): CallPlan {
        const key = keyOf(event);
        if (operation === "write") {
          const invalidate = (): void => store.remove(key);
          if (!origin) {
            invalidate();
            return [trip, answered];
          }
          return [
            {
              do: "forward",
              edge: origin.id,
              onAnswer(result) {
                invalidate();
                return [trip, { do: "respond", result }];
              },
              gaveUp: invalidate,
            },
          ];
        }
        const isHit = fixedHitRatio === undefined ? store.has(key, atMs) : uniform(hitSite, event.high, event.low, 0) < fixedHitRatio;
        if (isHit) return hit;
        if (!origin) {
          keep(key, atMs + hitMs);
          return [...miss, answered];
        }
        return [
          ...miss,
          {
            do: "forward",
            edge: origin.id,
            onAnswer(result, answeredMs) {
              if (!result.ok) return [{ do: "respond", result }];
              keep(key, answeredMs);
              return pattern === "cache-aside" ? [trip, answered] : [answered];
            },
          },
        ];
      },
    },
  };
}
