import type { z } from "zod";
import { aggregator } from "./aggregator.ts";
import { autoscaler } from "./autoscaler.ts";
import { cache } from "./cache.ts";
import { circuitBreaker } from "./circuit-breaker.ts";
import { consumer } from "./consumer.ts";
import { database } from "./database.ts";
import { deadLetter } from "./dead-letter.ts";
import { debounce } from "./debounce.ts";
import { deduplicate } from "./deduplicate.ts";
import { delay } from "./delay.ts";
import { eventBus } from "./event-bus.ts";
import { exchange } from "./exchange.ts";
import { filter } from "./filter.ts";
import { join } from "./join.ts";
import type { Category, KindDefinition } from "./kind.ts";
import { loadBalancer } from "./load-balancer.ts";
import { producer } from "./producer.ts";
import { queue } from "./queue.ts";
import { router } from "./router.ts";
import { sink } from "./sink.ts";
import { splitter } from "./splitter.ts";
import { throttle } from "./throttle.ts";
import { transform } from "./transform.ts";
import { topic } from "./topic.ts";
import { httpSource } from "./http-source.ts";
import { schedule } from "./schedule.ts";
import { webSocketGateway } from "./web-socket-gateway.ts";
import { webhook } from "./webhook.ts";

/** Every kind there is, in the palette's order. Adding one here makes the other rooms' registries fail to compile until they have it. */
export const kinds = {
  producer,
  httpSource,
  schedule,
  queue,
  exchange,
  eventBus,
  topic,
  consumer,
  router,
  filter,
  transform,
  splitter,
  aggregator,
  join,
  delay,
  throttle,
  debounce,
  deduplicate,
  circuitBreaker,
  loadBalancer,
  cache,
  database,
  sink,
  webSocketGateway,
  webhook,
  deadLetter,
  autoscaler,
} as const satisfies Record<string, KindDefinition>;

export type KindType = keyof typeof kinds;
export type SettingsOf<Kind extends KindType> = z.output<(typeof kinds)[Kind]["settings"]>;

/** All kind names, in the palette's order. */
export const kindTypes = Object.keys(kinds) as readonly KindType[];

/** Tells whether a word from a file names a kind. */
export function isKindType(word: string): word is KindType {
  return Object.hasOwn(kinds, word);
}

/** The definition of a kind, without its settings' exact type. */
export function kindOf(type: KindType): KindDefinition {
  return kinds[type];
}

/** A kind's category, for its colour; operations for a kind that is not known. */
export function categoryOf(kind: string): Category {
  return isKindType(kind) ? kindOf(kind).category : "operations";
}
