import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { CallPlan } from "../core/call.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import { drawSite } from "../core/random.ts";
import type { BehaviourContext, InlineBehaviour, OutEdge } from "./behaviour.ts";
import { TargetChoice } from "./target-choice.ts";
import { TargetHealth } from "./target-health.ts";

/** What a load balancer remembers of one of its two ports. */
interface Side {
  readonly choice: TargetChoice;
  readonly health: TargetHealth;
}

/**
 * Sends each event, or each call, to one of its targets (rule R5). Targets that fail their health checks are left out; when all do,
 * none is, as AWS's load balancers fail open: waiting in a queue is better than being lost.
 */
export function loadBalancer(settings: SettingsOf<"loadBalancer">, context: BehaviourContext): InlineBehaviour {
  const { strategy, healthCheck } = settings;
  const site = drawSite(context.seed, context.id, "choice");
  const sides = context.keep((): { out: Side; target: Side } => ({ out: newSide(), target: newSide() }));

  const edges = { out: context.edges("out"), target: context.edges("target") };

  function choose(port: "out" | "target", event: FlowEvent, atMs: number): OutEdge | undefined {
    const targets = edges[port];
    const { choice, health } = sides[port];
    const isIn = (edge: OutEdge): boolean => health.isIn(edge.id);
    if (healthCheck) {
      const edge = new Map(targets.map((target) => [target.id, target]));
      health.update(healthCheck, [...edge.keys()], atMs, (id, n) => {
        const target = edge.get(id);
        return target !== undefined && context.isHealthy(target, n, atMs);
      });
    }
    const mayTake = healthCheck && targets.some(isIn) ? isIn : () => true;
    return choice.choose(strategy, site, event, targets, mayTake, (target) => context.standing(target));
  }

  sides.out.choice.renew();
  sides.target.choice.renew();
  return {
    role: "inline",
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
    },
  };
}

function newSide(): Side {
  return { choice: new TargetChoice(), health: new TargetHealth() };
}
