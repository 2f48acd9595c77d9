import type { SettingsOf } from "../../design/kinds/registry.ts";
import { rootHigh, rootLow } from "../core/identity.ts";
import { drawSite } from "../core/random.ts";
import type { BehaviourContext, SourceBehaviour } from "./behaviour.ts";
import { massOf } from "./mass.ts";

/** Events that come from outside (rule P6); in a forecast nobody posts, and they come at the expected rate. */
export function httpSource(settings: SettingsOf<"httpSource">, context: BehaviourContext): SourceBehaviour {
  const { seed, id } = context;
  const mass = massOf(drawSite(seed, id, "arrival"), context.eachStandsFor);
  const identitySite = drawSite(seed, id, "identity");
  const perMs = Math.min(settings.expectedPerSecond, settings.limitPerSecond ?? Number.POSITIVE_INFINITY) / 1000;
  return {
    role: "source",
    outside: "http",
    next: (n, previousMs) => (perMs > 0 ? previousMs + mass(n) / perMs : Number.POSITIVE_INFINITY),
    event(n, atMs) {
      const [high, low] = [rootHigh(identitySite, n), rootLow(identitySite, n)];
      const root = { high, low, rootHigh: high, rootLow: low, source: context.source, bornMs: atMs, emittedMs: atMs };
      return { ...root, type: settings.eventType, key: undefined, priority: 0, headers: undefined, data: null };
    },
    limitCount: settings.limit?.count ?? Number.POSITIVE_INFINITY,
    limitMs: settings.limit?.durationMs ?? Number.POSITIVE_INFINITY,
    pendingLimit: 0,
  };
}
