import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { consumerOf, eventOf } from "../../tests/support/behaviours.ts";
import { ksDistance, ksLimit, moments } from "../../tests/support/statistics.ts";
import type { Plan } from "../core/plan.ts";

const EVENTS = 10_000;

function plans(settings: Record<string, Json>, delivery = 1, seed = 1): Plan[] {
  const consumer = consumerOf(settings, seed);
  return Array.from({ length: EVENTS }, (_, n) => consumer.receive(eventOf(n), delivery));
}

function holdOf(plan: Plan): number {
  const [first] = plan;
  if (first?.do !== "hold") throw new Error("The plan does not begin with a hold.");
  return first.ms;
}

function share(all: readonly Plan[], which: (plan: Plan) => boolean): number {
  return all.filter(which).length / all.length;
}

const crashes = (plan: Plan): boolean => plan.at(-1)?.do === "crash";
const failed = (permanent: boolean) => (plan: Plan) => plan.some((step) => step.do === "fail" && step.permanent === permanent);

/** Four standard errors of a share. */
function tolerance(p: number): number {
  return 4 * Math.sqrt((p * (1 - p)) / EVENTS);
}

describe("consumer", () => {
  it("C1 holds its slot for the service time, then emits", () => {
    const all = plans({ serviceTime: { distribution: "exponential", meanMs: 15 } });
    expect(all.every((plan) => plan.length === 2 && plan[1]?.do === "emit" && plan[1].port === "out" && plan[1].times === 1)).toBe(true);
    const holds = all.map(holdOf);
    expect(ksDistance(holds, (ms) => 1 - Math.exp(-ms / 15))).toBeLessThan(ksLimit(EVENTS));
    expect(consumerOf({ replicas: 3, concurrency: 4, coldStartMs: 50 })).toMatchObject({ replicas: 3, concurrency: 4, coldStartMs: 50 });
  });

  it("C1 shapes that need two numbers draw two", () => {
    const { mean, deviation } = moments(plans({ serviceTime: { distribution: "lognormal", meanMs: 20, cv: 0.5 } }).map(holdOf));
    expect(mean).toBeGreaterThan(19.5);
    expect(mean).toBeLessThan(20.5);
    expect(deviation / mean).toBeCloseTo(0.5, 1);
  });

  it("C1 burns a processor only where asked to", () => {
    expect(consumerOf({ cpu: true }).receive(eventOf(0), 1)[0]).toMatchObject({ do: "hold", burn: true });
    expect(consumerOf({}).receive(eventOf(0), 1)[0]).toMatchObject({ do: "hold", burn: false });
  });

  it("C2 fails transiently and for good in the shares that were asked for, after the whole service", () => {
    const all = plans({ serviceTime: { distribution: "constant", meanMs: 7 }, failureRate: 0.2, permanentFailureRate: 0.1 });
    expect(Math.abs(share(all, failed(false)) - 0.2)).toBeLessThan(tolerance(0.2));
    expect(Math.abs(share(all, failed(true)) - 0.1)).toBeLessThan(tolerance(0.1));
    expect(all.every((plan) => holdOf(plan) === 7)).toBe(true);
    expect(share(plans({ failureRate: 1 }), failed(false))).toBe(1);
    expect(share(plans({ permanentFailureRate: 1 }), failed(true))).toBe(1);
  });

  it("C2 an attempt that takes longer than the time-out fails at the time-out", () => {
    const all = plans({ serviceTime: { distribution: "exponential", meanMs: 10 }, timeoutMs: 15 });
    const late = Math.exp(-1.5);
    expect(Math.abs(share(all, failed(false)) - late)).toBeLessThan(tolerance(late));
    expect(all.filter(failed(false)).every((plan) => holdOf(plan) === 15)).toBe(true);
    expect(all.filter((plan) => !failed(false)(plan)).every((plan) => holdOf(plan) <= 15)).toBe(true);
  });

  it("C2 crashes in the share that was asked for, at any time within the service", () => {
    const all = plans({ serviceTime: { distribution: "constant", meanMs: 10 }, crashRate: 0.3 });
    expect(Math.abs(share(all, crashes) - 0.3)).toBeLessThan(tolerance(0.3));
    const times = all.filter(crashes).map(holdOf);
    expect(ksDistance(times, (ms) => ms / 10)).toBeLessThan(ksLimit(times.length));
  });

  it("C2 E5 a re-delivered event draws anew: it is not doomed to repeat its crash or its failure", () => {
    const settings = { crashRate: 0.3, failureRate: 0.3, serviceTime: { distribution: "exponential", meanMs: 10 } };
    const first = plans(settings, 1);
    const second = plans(settings, 2);
    expect(plans(settings, 1)).toEqual(first);
    expect(plans(settings, 1, 2)).not.toEqual(first);
    const doomed = first.flatMap((plan, n) => (crashes(plan) ? [second[n]!] : []));
    expect(Math.abs(doomed.filter(crashes).length / doomed.length - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / doomed.length));
  });

  it("C3 emits none, one or many on success; none is consumed", () => {
    expect(consumerOf({ emits: 0 }).receive(eventOf(0), 1)[1]).toEqual({ do: "end", as: "consumed" });
    expect(consumerOf({ emits: 5 }).receive(eventOf(0), 1)[1]).toMatchObject({ do: "emit", port: "out", times: 5 });
  });

  it("G6 the failed port, where it is drawn, takes an event after its last attempt", () => {
    const event = eventOf(0);
    expect(consumerOf({}, 1, ["out", "failed"]).afterLast(event)).toEqual([{ do: "emit", port: "failed", event, times: 1 }]);
    expect(consumerOf({}).afterLast(event)).toBeUndefined();
  });
});
