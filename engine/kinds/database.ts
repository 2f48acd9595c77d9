import { answersNeeded, databaseOf } from "../../design/kinds/database.ts";
import { isOn } from "../../design/chaos/windows.ts";
import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { CallPlan, CallRequest, CallResult } from "../core/call.ts";
import { ANSWERED } from "../core/call.ts";
import { drawSite, hashText, uniform } from "../core/random.ts";
import { samplerOf } from "../core/sampler.ts";
import type { BehaviourContext, ConsumerBehaviour } from "./behaviour.ts";
import { keyOf } from "./key-of.ts";
import { Outages } from "./outages.ts";

/**
 * A modelled database (rule S2). A request waits for a connection to its key's partition and holds it for as long as the
 * consistency needs: of replicas that answer independently, the k-th fastest, an order statistic of their times.
 */
export function database(given: SettingsOf<"database">, context: BehaviourContext): ConsumerBehaviour {
  const settings = databaseOf(given);
  const { seed, id, name } = context;
  const { partitions, pool, replicationFactor, failureRate, hasPrimary, failsEveryMs, failoverMs } = settings;
  const needed = answersNeeded(settings.consistency, replicationFactor);
  const timeSite = drawSite(seed, id, "time");
  const shapeSite = drawSite(seed, id, "time-shape");
  const failureSite = drawSite(seed, id, "failure");
  const healthSite = drawSite(seed, id, "health");
  const read = samplerOf(settings.readTime);
  const write = samplerOf(settings.writeTime);
  const outages = context.keep(() => new Outages(drawSite(seed, id, "outage")));
  outages.configure(failsEveryMs, failoverMs);
  const failed: CallResult = { ok: false, reason: `${name} failed` };

  /** Time until `needed` of so many replicas have answered, ms. */
  function timeOf({ event, operation }: CallRequest, replicas: number): number {
    const sample = operation === "write" ? write : read;
    const times: number[] = [];
    for (let replica = 0; replica < replicas; replica++)
      times.push(sample(uniform(timeSite, event.high, event.low, replica), uniform(shapeSite, event.high, event.low, replica)));
    if (replicas === 1) return times[0] ?? 0;
    return times.toSorted((a, b) => a - b)[needed - 1] ?? 0;
  }

  const failures = context.experiments.filter((window) => window.type === "store-down");

  /** Replicas of a partition that can answer, or why none may. */
  function answering(partition: number, { operation, atMs }: CallRequest): number | string {
    const killed = failures.filter((window) => isOn(window, atMs));
    const isFailingOver = outages.isDown(partition, atMs);
    if (!isFailingOver && killed.length === 0) return replicationFactor;
    const hasNone = isFailingOver || killed.some((window) => atMs < window.atMs + failoverMs);
    if (hasPrimary && operation === "write" && hasNone) return `${name}: partition ${partition} has no primary until its failover is over`;
    const up = replicationFactor - (isFailingOver ? 1 : 0) - killed.reduce((sum, { parameters }) => sum + parameters.replicas, 0);
    return up < needed ? `${name}: partition ${partition} has too few replicas that are up` : up;
  }

  return {
    role: "consumer",
    replicas: 1,
    concurrency: pool * partitions,
    coldStartMs: 0,
    receive: () => [{ do: "store" }, { do: "end", as: "consumed" }],
    afterLast: () => undefined,
    answers: {
      resources: Array.from({ length: partitions }, () => pool),
      receive(request): CallPlan {
        const partition = partitions === 1 ? 0 : (hashText(keyOf(request.event)) >>> 0) % partitions;
        const replicas = answering(partition, request);
        if (typeof replicas === "string") return [{ do: "respond", result: { ok: false, reason: replicas } }];
        const fails = failureRate > 0 && uniform(failureSite, request.event.high, request.event.low, 0) < failureRate;
        return [
          { do: "acquire", resource: partition },
          { do: "hold", ms: timeOf(request, replicas) },
          { do: "respond", result: fails ? failed : ANSWERED },
        ];
      },
      isHealthy: (n, atMs) => uniform(healthSite, n, 0, 0) >= failureRate && !outages.isAnyDown(partitions, atMs) && !failures.some((window) => isOn(window, atMs)),
    },
  };
}
