import type { Strategy } from "../../design/kinds/load-balancer.ts";
import { uniform } from "../core/random.ts";
import type { FlowEvent } from "../core/event.ts";
import type { OutEdge, Standing } from "./behaviour.ts";
import { HashRing } from "./hash-ring.ts";
import { keyOf } from "./key-of.ts";

/**
 * Chooses a target by a strategy (rule R5). In turn and by weight it goes by what it chose before (weights as nginx does it, smoothly, so that 5, 1, 1
 * is a a b a c a a); by load it takes the least loaded, equals in turn; at random it draws from the event alone (rule E5).
 */
export class TargetChoice {
  /** The place after the last chosen target. */
  private turn = 0;
  private readonly credits = new Map<string, number>();
  private ring: HashRing | undefined;
  /** What was sent over each edge since the frame that its standing is from. */
  private readonly since = new Map<string, { frame: number; count: number }>();

  /** `mayTake` leaves out targets; it must leave one. */
  choose(strategy: Strategy, site: number, event: FlowEvent, targets: readonly OutEdge[], mayTake: (edge: OutEdge) => boolean, standing: (edge: OutEdge) => Standing): OutEdge | undefined {
    const able = targets.filter(mayTake);
    switch (strategy) {
      case "random":
        return able[Math.floor(uniform(site, event.high, event.low, 0) * able.length)];
      case "weighted":
        return this.byWeight(able);
      case "consistent-hash":
        return this.byKey(event, targets, mayTake);
      case "round-robin":
        return this.inTurn(targets, able);
      case "least-connections":
        return this.inTurn(targets, leastOf(able, (edge) => connectionsOf(standing(edge)) + this.sentSince(edge, standing(edge))), standing);
      case "shortest-queue":
        return this.inTurn(targets, leastOf(able, (edge) => lengthOf(standing(edge)) + this.sentSince(edge, standing(edge))), standing);
    }
  }

  /** Settings or targets changed. */
  renew(): void {
    this.ring = undefined;
  }

  /** What a standing that is not exact lacks. */
  private sentSince({ id }: OutEdge, { frame }: Pick<Standing, "frame">): number {
    const since = this.since.get(id);
    return since !== undefined && since.frame === frame ? since.count : 0;
  }

  private note(edge: OutEdge, { frame }: Pick<Standing, "frame">): void {
    if (frame !== undefined) this.since.set(edge.id, { frame, count: this.sentSince(edge, { frame }) + 1 });
  }

  private inTurn(targets: readonly OutEdge[], able: readonly OutEdge[], standing?: (edge: OutEdge) => Standing): OutEdge | undefined {
    for (let step = 0; step < targets.length; step++) {
      const place = (this.turn + step) % targets.length;
      const target = targets[place];
      if (!target || !able.includes(target)) continue;
      this.turn = place + 1;
      if (standing) this.note(target, standing(target));
      return target;
    }
    return undefined;
  }

  private byWeight(able: readonly OutEdge[]): OutEdge | undefined {
    let total = 0;
    let chosen: OutEdge | undefined;
    for (const target of able) {
      const weight = weightOf(target);
      total += weight;
      this.credits.set(target.id, this.credit(target) + weight);
      if (weight > 0 && (!chosen || this.credit(target) > this.credit(chosen))) chosen = target;
    }
    if (chosen) this.credits.set(chosen.id, this.credit(chosen) - total);
    return chosen ?? able[0];
  }

  private credit(target: OutEdge): number {
    return this.credits.get(target.id) ?? 0;
  }

  private byKey(event: FlowEvent, targets: readonly OutEdge[], mayTake: (edge: OutEdge) => boolean): OutEdge | undefined {
    this.ring ??= new HashRing(targets.map((target) => ({ name: target.id, weight: weightOf(target) })));
    const chosen = this.ring.targetOf(keyOf(event), (index) => {
      const target = targets[index];
      return target !== undefined && mayTake(target);
    });
    return chosen === undefined ? targets.find(mayTake) : targets[chosen];
  }
}

function weightOf({ settings }: OutEdge): number {
  return typeof settings.weight === "number" ? settings.weight : 1;
}

/** Calls over this edge without an answer; of events, those that wait or are served. */
function connectionsOf({ open, waiting, served, isCalled }: Standing): number {
  return isCalled ? open : waiting + served;
}

function lengthOf({ waiting, served }: Standing): number {
  return waiting + served;
}

function leastOf(targets: readonly OutEdge[], load: (target: OutEdge) => number): OutEdge[] {
  const loads = targets.map(load);
  const least = Math.min(...loads);
  return targets.filter((_, index) => loads[index] === least);
}
