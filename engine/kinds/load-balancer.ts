import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { CallPlan } from "../core/call.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import { drawSite } from "../core/random.ts";
import type { BehaviourContext, Checks, InlineBehaviour, OutEdge } from "./behaviour.ts";
import { TargetChoice } from "./target-choice.ts";
import { TargetHealth } from "./target-health.ts";

/** What a load balancer remembers. */
interface Kept {
  readonly out: TargetChoice;
  readonly target: TargetChoice;
  readonly health: TargetHealth;
}

/**
 * Sends each event, or each call, to one of its targets (rule R5). Targets that fail their health checks are left out; when all do,
 * none is, as AWS's load balancers fail open: waiting in a queue is better than being lost.
 */
export function loadBalancer(settings: SettingsOf<"loadBalancer">, context: BehaviourContext): InlineBehaviour {
  const { strategy, healthCheck } = settings;
  const site = drawSite(context.seed, context.id, "choice");
  const kept = context.keep((): Kept => ({ out: new TargetChoice(), target: new TargetChoice(), health: new TargetHealth() }));
  const { health } = kept;
  const edges = { out: context.edges("out"), target: context.edges("target") };
  const targets = new Map([...edges.out, ...edges.target].map((edge) => [edge.id, edge]));
  const isIn = (edge: OutEdge): boolean => health.isIn(edge.id);

  const checks: Checks | undefined = healthCheck && {
    nextMs: () => health.nextMs(healthCheck),
    advance: (nowMs) =>
      health.advance(healthCheck, [...targets.keys()], nowMs, (id, n, atMs) => {
        const target = targets.get(id);
        return target !== undefined && context.isHealthy(target, n, atMs);
      }),
  };

  function choose(port: "out" | "target", event: FlowEvent, atMs: number): OutEdge | undefined {
    // A live timer may be later than what comes at the same moment.
    checks?.advance(atMs);
    const mayTake = checks && edges[port].some(isIn) ? isIn : () => true;
    return kept[port].choose(strategy, site, event, edges[port], mayTake, (target) => context.standing(target));
  }

  kept.out.renew();
  kept.target.renew();
  return {
    role: "inline",
    ...(checks && { checks }),
    receive(event): Plan {
      const target = choose("out", event, event.emittedMs);
      if (!target) return [{ do: "end", as: "dropped", reason: "unroutable" }];
      return [{ do: "emit", port: "out", times: 1, edges: [target.id] }];
    },
    answers: {
      resources: [],
      inCaller: true,
      receive({ event, atMs }): CallPlan {
        const target = choose("target", event, atMs);
        if (!target) return [{ do: "respond", result: { ok: false, reason: `${context.name} has no target` } }];
        return [{ do: "forward", edge: target.id, onAnswer: (result) => [{ do: "respond", result }] }];
      },
      shown() {
        if (!checks) return {};
        const all = [...targets.values()];
        const healthy = all.filter(isIn).length;
        return { targets: { in: healthy, out: all.length - healthy } };
      },
    },
  };
}
