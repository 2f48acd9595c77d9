import { withoutExtensions } from "../../../design/document/extensions.ts";
import type { DesignNode } from "../../../design/document/schema.ts";
import { isKindType, kindOf, type KindType, type SettingsOf } from "../../../design/kinds/registry.ts";
import { autoscalerFace } from "./autoscaler.ts";
import { cacheFace } from "./cache.ts";
import { circuitBreakerFace } from "./circuit-breaker.ts";
import { consumerFace } from "./consumer.ts";
import { databaseFace } from "./database.ts";
import { eventBusFace } from "./event-bus.ts";
import { exchangeFace } from "./exchange.ts";
import type { Face, Measured, Readings } from "./face.ts";
import { filterFace } from "./filter.ts";
import { loadBalancerFace } from "./load-balancer.ts";
import { httpSourceFace, scheduleFace, webhookFace, webSocketGatewayFace } from "./edges-of-the-system.ts";
import { producerFace } from "./producer.ts";
import { queueFace } from "./queue.ts";
import { routerFace } from "./router.ts";
import { splitterFace } from "./splitter.ts";
import { aggregatorFace, debounceFace, deduplicateFace, delayFace, joinFace, throttleFace } from "./stages.ts";
import { deadLetterFace, sinkFace } from "./terminals.ts";
import { transformFace } from "./transform.ts";
import { topicFace } from "./topic.ts";

/** The face of every kind; a kind without one does not compile. */
export const faces = {
  producer: producerFace,
  httpSource: httpSourceFace,
  schedule: scheduleFace,
  queue: queueFace,
  exchange: exchangeFace,
  eventBus: eventBusFace,
  topic: topicFace,
  consumer: consumerFace,
  router: routerFace,
  filter: filterFace,
  transform: transformFace,
  splitter: splitterFace,
  aggregator: aggregatorFace,
  join: joinFace,
  delay: delayFace,
  throttle: throttleFace,
  debounce: debounceFace,
  deduplicate: deduplicateFace,
  circuitBreaker: circuitBreakerFace,
  loadBalancer: loadBalancerFace,
  cache: cacheFace,
  database: databaseFace,
  sink: sinkFace,
  webSocketGateway: webSocketGatewayFace,
  webhook: webhookFace,
  deadLetter: deadLetterFace,
  autoscaler: autoscalerFace,
} as const satisfies { readonly [Kind in KindType]: Face<SettingsOf<Kind>> };

/** A node's face with its settings filled in. */
export interface BoundFace {
  /** A word behind the kind's name. */
  readonly detail: string;
  /** One line in place of the sparkline while nothing runs. */
  readonly gist: string;
  readonly labels: readonly [string, string];
  readonly sparkline: Face<unknown>["sparkline"];
  /** The settings with their defaults; those of a new node where they are broken. */
  readonly settings: unknown;
  readings(measured: Measured): Readings;
}

const bySettings = new WeakMap<object, Map<string, BoundFace>>();
const byKind = new Map<string, BoundFace>();

/**
 * The face of a node; the same object for the same kind and settings object. Null for an unknown kind. Broken settings give
 * the face of a new node: what is wrong with them is said elsewhere.
 */
export function faceOf(node: Pick<DesignNode, "kind" | "settings">): BoundFace | null {
  if (!isKindType(node.kind)) return null;
  const cache = node.settings === undefined ? byKind : cacheFor(node.settings);
  const known = cache.get(node.kind);
  if (known !== undefined) return known;
  const made = bind(node.kind, node.settings ?? {});
  cache.set(node.kind, made);
  return made;
}

function cacheFor(settings: object): Map<string, BoundFace> {
  const known = bySettings.get(settings);
  if (known !== undefined) return known;
  const made = new Map<string, BoundFace>();
  bySettings.set(settings, made);
  return made;
}

function bind(kind: KindType, raw: NonNullable<DesignNode["settings"]>): BoundFace {
  const face = faces[kind] as Face<unknown>;
  const definition = kindOf(kind);
  const schema = definition.settings;
  const parsed = schema.safeParse(withoutExtensions(raw));
  const settings = parsed.success ? parsed.data : schema.parse({});
  return {
    detail: definition.detail(settings),
    gist: definition.gist(settings),
    labels: face.labels,
    sparkline: face.sparkline,
    settings,
    readings: (measured) => face.readings(measured, settings),
  };
}
