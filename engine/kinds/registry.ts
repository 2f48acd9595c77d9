import type { KindType, SettingsOf } from "../../design/kinds/registry.ts";
import { aggregator } from "./aggregator.ts";
import type { BehaviourFactory } from "./behaviour.ts";
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

/** The behaviour of every kind; a kind that lacks one does not compile. */
export const behaviours = {
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
} as const satisfies { [Kind in KindType]: BehaviourFactory<SettingsOf<Kind>> };
