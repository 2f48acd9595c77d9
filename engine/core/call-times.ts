import { meanOf, type Distribution } from "../../design/kinds/distribution.ts";
import type { Flow, FlowEdge, FlowNode } from "../../design/graph/compile.ts";
import { answersNeeded, databaseOf } from "../../design/kinds/database.ts";
import type { Operation } from "./call.ts";
import { drawSite, uniform } from "./random.ts";
import { samplerOf } from "./sampler.ts";

/** What a call comes to in the mean when nobody waits for a connection. */
export interface CallMean {
  readonly ms: number;
  /** Probability that it fails. */
  readonly failure: number;
  /** Requests that one call is for each database behind it, and how long one holds a connection, by the database's id. */
  readonly asks: ReadonlyMap<string, { readonly times: number; readonly ms: number }>;
}

const NOTHING: CallMean = { ms: 0, failure: 0, asks: new Map() };
/** Draws for the mean of an order statistic: its standard error is below 3 % of the spread. */
const DRAWS = 2000;

/**
 * Mean call times by the design, with caches' measured hit ratios where there are any (rules C5, F3). A breaker counts as closed, and a balancer's
 * targets get equal shares or those of their weights.
 */
export class CallTimes {
  constructor(
    private readonly flow: Flow,
    private readonly hitRatio: (cache: string) => number | undefined,
  ) {}

  /** All that a consumer calls for one event. */
  callsOf(consumer: FlowNode): CallMean {
    const edges = [...consumer.outs.values()].flat().filter((edge) => edge.type === "call");
    return edges.reduce<CallMean>((sum, edge) => inTurn(sum, 1, this.callOver(edge, edge.settings.operation === "write" ? "write" : "read")), NOTHING);
  }

  /** How long an event holds its slot, calls included, bounded by the consumer's own time-out. */
  serviceMsOf(consumer: Extract<FlowNode, { kind: "consumer" }>): number {
    const { serviceTime, timeoutMs } = consumer.settings;
    return Math.min(meanOf(serviceTime) + this.callsOf(consumer).ms, timeoutMs ?? Number.POSITIVE_INFINITY);
  }

  /** Probability that an attempt fails and may be tried again: by itself, or because a call does. */
  failureOf(consumer: Extract<FlowNode, { kind: "consumer" }>): number {
    return 1 - (1 - consumer.settings.failureRate) * (1 - this.callsOf(consumer).failure);
  }

  private callOver(edge: FlowEdge, operation: Operation): CallMean {
    const { timeoutMs } = edge.settings;
    const mean = this.answer(edge.to.node, operation);
    return typeof timeoutMs === "number" && mean.ms > timeoutMs ? { ...mean, ms: timeoutMs } : mean;
  }

  private answer(id: string, operation: Operation): CallMean {
    const node = this.flow.nodes.get(id);
    switch (node?.kind) {
      case "database": {
        const ms = databaseMs(node, operation);
        return { ms, failure: node.settings.failureRate, asks: new Map([[id, { times: 1, ms }]]) };
      }
      case "cache":
        return this.throughCache(node, operation);
      case "circuitBreaker":
        return this.onward(node, operation);
      case "loadBalancer":
        return this.balanced(node, operation);
      default:
        return NOTHING;
    }
  }

  private throughCache(node: Extract<FlowNode, { kind: "cache" }>, operation: Operation): CallMean {
    const { hitMs, fixedHitRatio, pattern } = node.settings;
    const trip: CallMean = { ...NOTHING, ms: hitMs };
    const hasOrigin = (node.outs.get("origin") ?? []).length > 0;
    const origin = this.onward(node, operation, "origin");
    if (operation === "write") return inTurn(trip, 1, origin);
    const misses = 1 - (this.hitRatio(node.id) ?? fixedHitRatio ?? 0);
    return inTurn(trip, misses, hasOrigin && pattern === "cache-aside" ? { ...origin, ms: origin.ms + hitMs } : origin);
  }

  private onward(node: FlowNode, operation: Operation, port = "target"): CallMean {
    const [edge] = node.outs.get(port) ?? [];
    return edge ? this.callOver(edge, operation) : NOTHING;
  }

  private balanced(node: Extract<FlowNode, { kind: "loadBalancer" }>, operation: Operation): CallMean {
    const edges = node.outs.get("target") ?? [];
    const isWeighted = node.settings.strategy === "weighted" || node.settings.strategy === "consistent-hash";
    const weights = edges.map(({ settings }) => (isWeighted && typeof settings.weight === "number" ? settings.weight : 1));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    let failure = 0;
    let mean = NOTHING;
    for (const [index, edge] of edges.entries()) {
      const share = (weights[index] ?? 0) / all;
      const target = this.callOver(edge, operation);
      failure += share * target.failure;
      mean = inTurn(mean, share, target);
    }
    return { ...mean, failure };
  }
}

/** One after the other, the second so many times in the mean. */
function inTurn(first: CallMean, times: number, second: CallMean): CallMean {
  const asks = new Map(first.asks);
  for (const [id, ask] of second.asks) {
    const before = asks.get(id) ?? { times: 0, ms: 0 };
    const sum = before.times + times * ask.times;
    asks.set(id, { times: sum, ms: sum > 0 ? (before.times * before.ms + times * ask.times * ask.ms) / sum : ask.ms });
  }
  return { ms: first.ms + times * second.ms, failure: 1 - (1 - first.failure) * (1 - times * second.failure), asks };
}

/** Mean time until as many replicas have answered as the consistency asks for, ms (rule S2). */
export function databaseMs({ settings }: Extract<FlowNode, { kind: "database" }>, operation: Operation): number {
  const { readTime, writeTime, replicationFactor, consistency } = databaseOf(settings);
  const time = operation === "write" ? writeTime : readTime;
  return replicationFactor === 1 ? meanOf(time) : meanOfFastest(time, answersNeeded(consistency, replicationFactor), replicationFactor);
}

/** Mean of the k-th fastest of n independent times. */
function meanOfFastest(time: Distribution, k: number, n: number): number {
  const sample = samplerOf(time);
  const [site, shape] = [drawSite(1, "order-statistic", "time"), drawSite(1, "order-statistic", "shape")];
  let sum = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const times = Array.from({ length: n }, (_, replica) => sample(uniform(site, draw, 0, replica), uniform(shape, draw, 0, replica)));
    sum += times.toSorted((a, b) => a - b)[k - 1] ?? 0;
  }
  return sum / DRAWS;
}
