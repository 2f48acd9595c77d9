import type { Design, DesignEdge, DesignNode, Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { identityText } from "../../engine/core/identity.ts";
import type { Plan } from "../../engine/core/plan.ts";
import type { Place } from "../../engine/core/wiring.ts";
import { Simulation } from "../../engine/forecast/simulation.ts";
import type { ConsumerBehaviour, SourceBehaviour } from "../../engine/kinds/behaviour.ts";
import { consumerName, deathsSeen, rejectionsIn, type Taken, type World, type WorldBinding, type WorldConsumer, type WorldQueue, type WorldResult } from "./scenario.ts";

/** When what is left is taken: far beyond the end of anything that happens, ms. */
const REST_MS = 1e7;
const FOR_EVER_MS = 1e12;
/** Ours is lower first with 0 for none, RabbitMQ's higher first with 0 the lowest. */
const ABOVE_ANY_PRIORITY = 256;
const PUBLISHER = "publisher";
const same = (text: string): string => text;

/** Runs a world in a forecast: the same exchanges, queues and bindings, drawn. What is left is taken by consumers that begin at the end. */
export function inForecast(world: World): WorldResult {
  const simulation = new Simulation(flowOf(designOf(world)), 1, Number.POSITIVE_INFINITY);
  const { wiring, clock } = simulation;
  const delivered: Record<string, Taken[]> = {};
  const left: Record<string, Taken[]> = {};
  const numbers = publish(wiring.node(PUBLISHER), world);
  for (const queue of world.queues) {
    for (const [index, consumer] of (queue.consumers ?? []).entries()) {
      const name = consumerName(queue.id, index);
      take(wiring.node(name), queue, (delivered[name] = []), (taken) => answer(queue, consumer, taken));
    }
    take(wiring.node(restOf(queue)), queue, (left[queue.id] = []), () => [{ do: "end", as: "consumed" }]);
  }
  simulation.start();
  clock.runUntil(2 * REST_MS);
  const unroutable = simulation.takeSamples().flatMap((sample) => {
    const n = sample.type === "span" && sample.outcome === "dropped" && sample.reason === "unroutable" ? numbers.get(sample.root) : undefined;
    return n === undefined ? [] : [n];
  });
  return { delivered, left, unroutable: unroutable.toSorted((a, b) => a - b), refused: refusedIn(world, delivered, left) };
}

/** Has the publisher emit the world's messages; returns the number of each by its identity. */
function publish(place: Place, world: World): Map<string, number> {
  const behaviour = place.behaviour as SourceBehaviour;
  const plain = behaviour.event.bind(behaviour);
  const numbers = new Map<string, number>();
  Object.assign(behaviour, {
    event(n: number, atMs: number) {
      const event = plain(n, atMs);
      const { exchange, routingKey, headers, priority } = world.messages[n]!;
      numbers.set(identityText(event.high, event.low), n);
      return { ...event, type: routingKey, headers, priority: ABOVE_ANY_PRIORITY - priority, data: { n, to: exchange, key: routingKey } };
    },
  });
  return numbers;
}

/** Has a consumer write down what it is handed, and answer as told. */
function take(place: Place, queue: WorldQueue, heard: Taken[], plan: (taken: Taken) => Plan): void {
  Object.assign(place.behaviour as ConsumerBehaviour, {
    receive: (event: Parameters<ConsumerBehaviour["receive"]>[0]) => {
      const { exchange, key } = event.route ?? { exchange: "", key: queue.id };
      const taken: Taken = { n: (event.data as { n: number }).n, exchange, routingKey: key, ...deathsSeen(event.headers, same) };
      heard.push(taken);
      return plan(taken);
    },
  });
}

function answer(queue: WorldQueue, { rejections, requeues }: WorldConsumer, { deaths }: Taken): Plan {
  if (requeues) return [{ do: "fail", permanent: false, reason: "requeued" }];
  if (rejections === undefined) return [{ do: "hold", ms: FOR_EVER_MS, burn: false }];
  if (rejectionsIn(queue.id, deaths) < rejections) return [{ do: "fail", permanent: true, reason: "rejected" }];
  return [{ do: "end", as: "consumed" }];
}

/** Publishes of which a queue that rejects has no copy. Such worlds have one fanout exchange to which everything is published. */
function refusedIn(world: World, delivered: Readonly<Record<string, readonly Taken[]>>, left: Readonly<Record<string, readonly Taken[]>>): number[] {
  const rejecting = world.queues.filter(({ overflow }) => overflow?.startsWith("reject"));
  return world.messages.flatMap((_, n) => {
    const isMissing = rejecting.some(({ id, consumers = [] }) => ![...(left[id] ?? []), ...consumers.flatMap((_consumer, index) => delivered[consumerName(id, index)] ?? [])].some((taken) => taken.n === n));
    return isMissing ? [n] : [];
  });
}

function restOf({ id }: WorldQueue): string {
  return `${id}rest`;
}

/** The world as a design. */
export function designOf(world: World): Design {
  const queues = new Map(world.queues.map((queue) => [queue.id, queue]));
  const edges: DesignEdge[] = [];
  const edge = (from: string, port: string, to: string, settings?: Record<string, Json>): void =>
    void edges.push({ id: `e${edges.length + 1}`, from: { node: from, port }, to: { node: to, port: "in" }, ...(settings ? { settings } : undefined) });
  const node = (id: string, kind: string, settings: Record<string, Json>): DesignNode => ({ id, kind, position: { x: 0, y: 0 }, settings });

  const targets = [...world.exchanges.map(({ id }) => ({ id, port: `to_${id}`, when: `event.data.to == '${id}'` })), ...[...queues.keys()].map((id) => ({ id, port: `to_${id}`, when: `event.data.to == '' && event.data.key == '${id}'` }))];
  const nodes = [
    node(PUBLISHER, "producer", { arrivals: { process: "constant", ratePerSecond: 1000 }, limit: { count: world.messages.length }, whenRefused: "drop" }),
    node("target", "router", { rules: targets.map(({ port, when }) => ({ port, when })) }),
    ...world.exchanges.map(({ id, type }) => node(id, "exchange", { type })),
  ];
  edge(PUBLISHER, "out", "target");
  for (const { id, port } of targets) edge("target", port, id);
  for (const { id, alternate } of world.exchanges) if (alternate !== undefined) edge(id, "alternate", alternate);
  for (const binding of world.bindings) edge(binding.from, "out", binding.to, bindingSettings(world, binding));
  for (const queue of world.queues) {
    nodes.push(node(queue.id, "queue", queueSettings(queue)));
    if (queue.deadLetterExchange !== undefined) edge(queue.id, "deadLetter", queue.deadLetterExchange);
    for (const [index, { prefetch }] of (queue.consumers ?? []).entries()) {
      nodes.push(node(consumerName(queue.id, index), "consumer", { concurrency: prefetch }));
      edge(queue.id, "out", consumerName(queue.id, index));
    }
    nodes.push(node(restOf(queue), "consumer", { coldStartMs: REST_MS }));
    edge(queue.id, "out", restOf(queue));
  }
  return { format: "spillway", version: 1, name: "Fidelity", seed: 1, nodes, edges };
}

function bindingSettings(world: World, { from, bindingKey, headers, match }: WorldBinding): Record<string, Json> {
  const type = world.exchanges.find(({ id }) => id === from)?.type;
  if (type === "headers") return { headers, match };
  return type === "fanout" ? {} : { bindingKey };
}

function queueSettings({ ttlMs, maxLength, overflow, deadLetterRoutingKey, maxPriority, deliveryLimit }: WorldQueue): Record<string, Json> {
  return {
    ...(ttlMs === undefined ? undefined : { ttlMs }),
    ...(maxLength === undefined ? undefined : { maxLength, overflow: overflow ?? "drop-head" }),
    ...(deadLetterRoutingKey === undefined ? undefined : { deadLetterRoutingKey }),
    // The limit counts the deliveries after the first.
    ...(deliveryLimit === undefined ? undefined : { attempts: deliveryLimit + 1, backoff: { type: "fixed", delayMs: 0, jitter: 0 } }),
    ...(maxPriority === undefined ? undefined : { priorities: true }),
  };
}
