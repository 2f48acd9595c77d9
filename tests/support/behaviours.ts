import { settingsOf } from "../../design/document/settings.ts";
import type { Json } from "../../design/document/schema.ts";
import type { KindType, SettingsOf } from "../../design/kinds/registry.ts";
import type { FlowEvent } from "../../engine/core/event.ts";
import { rootHigh, rootLow } from "../../engine/core/identity.ts";
import { drawSite } from "../../engine/core/random.ts";
import type { BehaviourContext, ChannelBehaviour, ConsumerBehaviour, InlineBehaviour, SourceBehaviour } from "../../engine/kinds/behaviour.ts";
import { consumer } from "../../engine/kinds/consumer.ts";
import { filter } from "../../engine/kinds/filter.ts";
import { producer } from "../../engine/kinds/producer.ts";
import { queue } from "../../engine/kinds/queue.ts";
import { router } from "../../engine/kinds/router.ts";

type InShort = Record<string, Json>;

/** Where a behaviour stands: node `n`, with these of its ports connected. */
export function contextOf(seed = 1, connected: readonly string[] = ["out"]): BehaviourContext {
  return contextWith({ seed, connected: (port) => connected.includes(port) });
}

/** The same, with more of what a behaviour is told. What it keeps is kept in this context. */
export function contextWith(more: Partial<BehaviourContext>): BehaviourContext {
  let kept: unknown;
  return {
    seed: 1,
    id: "n",
    name: "N",
    source: 0,
    sourceName: () => "orders",
    startedAtMs: undefined,
    eachStandsFor: 1,
    load: [],
    experiments: [],
    openUntil: () => undefined,
    connected: () => false,
    edges: () => [],
    standing: () => ({ waiting: 0, served: 0, isCalled: false, open: 0, isUp: true }),
    isHealthy: () => true,
    keep: <State>(make: () => State) => (kept ??= make()) as State,
    ...more,
  };
}

function settings<Kind extends KindType>(kind: Kind, given: InShort): SettingsOf<Kind> {
  return settingsOf({ settings: given }, kind);
}

export function producerOf(given: InShort, seed = 1, load: BehaviourContext["load"] = []): SourceBehaviour {
  return producer(settings("producer", given), contextWith({ seed, load, connected: (port) => port === "out" }));
}
export function queueOf(given: InShort, seed = 1, connected: readonly string[] = ["out"]): ChannelBehaviour {
  return queue(settings("queue", given), contextOf(seed, connected));
}
export function consumerOf(given: InShort, seed = 1, connected: readonly string[] = ["out"]): ConsumerBehaviour {
  return consumer(settings("consumer", given), contextOf(seed, connected));
}
export function routerOf(given: InShort, connected: readonly string[]): InlineBehaviour {
  return router(settings("router", given), contextOf(1, connected));
}
export function filterOf(given: InShort, connected: readonly string[]): InlineBehaviour {
  return filter(settings("filter", given), contextOf(1, connected));
}

const site = drawSite(1, "orders", "identity");

/** The n-th event of a source. */
export function eventOf(n: number, more: Partial<FlowEvent> = {}): FlowEvent {
  const high = rootHigh(site, n);
  const low = rootLow(site, n);
  return { high, low, rootHigh: high, rootLow: low, source: 0, bornMs: 0, emittedMs: 0, type: "event", key: undefined, priority: 0, headers: undefined, data: null, ...more };
}
