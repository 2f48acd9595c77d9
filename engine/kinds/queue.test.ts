import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOf, queueOf } from "../../tests/support/behaviours.ts";
import { ksDistance, ksLimit } from "../../tests/support/statistics.ts";

const event = eventOf(0);

function retryAfter(outcome: ReturnType<ReturnType<typeof queueOf>["afterFailure"]>): number {
  if (outcome === "exhausted") throw new Error("It is not tried again.");
  return outcome.retryAfterMs;
}

describe("queue", () => {
  it("Q2 priorities count only where the queue respects them", () => {
    expect(queueOf({}).priorityOf(eventOf(0, { priority: 5 }))).toBe(0);
    expect(queueOf({ priorities: true }).priorityOf(eventOf(0, { priority: 5 }))).toBe(5);
  });

  it("Q3 an event is tried as often as its attempts say, three by default", () => {
    expect(queueOf({}).settings.attempts).toBe(3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 }), (attempts, made) => {
        const outcome = queueOf({ attempts }).afterFailure(event, false, made, made);
        expect(outcome === "exhausted").toBe(made >= attempts);
      }),
    );
  });

  it("Q3 a permanent failure ends the attempts, whatever remain", () => {
    expect(queueOf({ attempts: 10 }).afterFailure(event, true, 1, 1)).toBe("exhausted");
  });

  it("Q3 what will not be tried again goes to the dead-letter port, or is failed where none is drawn", () => {
    expect(queueOf({}, 1, ["out", "deadLetter"]).exhausted(event, "rejected", 0)).toMatchObject([{ do: "emit", port: "deadLetter", event: { high: event.high, low: event.low, data: event.data }, times: 1 }]);
    expect(queueOf({}).exhausted(event, "rejected", 0)).toEqual([{ do: "end", as: "failed" }]);
    expect(queueOf({}).exhausted(event, "delivery_limit", 0)).toEqual([{ do: "end", as: "failed" }]);
  });

  it("Q6 Q7 what expired or found no room is dropped under its name where no dead-letter port is drawn", () => {
    expect(queueOf({}).exhausted(event, "expired", 0)).toEqual([{ do: "end", as: "dropped", reason: "expired" }]);
    expect(queueOf({}).exhausted(event, "maxlen", 0)).toEqual([{ do: "end", as: "dropped", reason: "overflow" }]);
  });

  it("Q9 deduplicates by the id of the root or by the key; without a key an event may come again", () => {
    const child = { ...event, high: 1, low: 2 };
    const byId = queueOf({ deduplicate: { by: "id", windowMs: 10 } });
    expect(byId.deduplicationOf(child)).toBe(byId.deduplicationOf(event));
    const byKey = queueOf({ deduplicate: { by: "key", windowMs: 10 } });
    expect([byKey.deduplicationOf({ ...event, key: "a" }), byKey.deduplicationOf({ ...event, key: undefined })]).toEqual(["a", undefined]);
    expect(queueOf({}).deduplicationOf(event)).toBeUndefined();
  });

  it("Q4 a fixed backoff is the same each time, an exponential one doubles: delay · 2^(n−1)", () => {
    const waits = (type: string): number[] => [1, 2, 3, 4, 5].map((made) => retryAfter(queueOf({ attempts: 9, backoff: { type, delayMs: 100 } }).afterFailure(event, false, made, made)));
    expect(waits("fixed")).toEqual([100, 100, 100, 100, 100]);
    expect(waits("exponential")).toEqual([100, 200, 400, 800, 1600]);
    expect(retryAfter(queueOf({}).afterFailure(event, false, 1, 1))).toBe(1000);
  });

  it("Q4 jitter j draws evenly from [d(1−j), d]", () => {
    for (const jitter of [0.25, 1]) {
      const queue = queueOf({ attempts: 9, backoff: { type: "exponential", delayMs: 100, jitter } });
      const draws = Array.from({ length: 5000 }, (_, n) => retryAfter(queue.afterFailure(eventOf(n), false, 2, 2)));
      expect(Math.min(...draws)).toBeGreaterThanOrEqual(200 * (1 - jitter));
      expect(Math.max(...draws)).toBeLessThanOrEqual(200);
      expect(ksDistance(draws, (value) => (value - 200 * (1 - jitter)) / (200 * jitter))).toBeLessThan(ksLimit(5000));
    }
  });

  it("Q4 E5 the draw depends on the event and on its delivery, and is the same again", () => {
    const queue = queueOf({ attempts: 9, backoff: { type: "fixed", delayMs: 100, jitter: 1 } });
    const draw = (n: number, delivery: number): number => retryAfter(queue.afterFailure(eventOf(n), false, 1, delivery));
    expect(draw(0, 1)).toBe(draw(0, 1));
    expect(new Set([draw(0, 1), draw(0, 2), draw(1, 1)]).size).toBe(3);
    const other = queueOf({ attempts: 9, backoff: { type: "fixed", delayMs: 100, jitter: 1 } }, 2);
    expect(retryAfter(other.afterFailure(eventOf(0), false, 1, 1))).not.toBe(draw(0, 1));
  });

  it("Q7 a queue admits what fits, and beyond that does as its overflow says", () => {
    const answers = { block: "block", "drop-head": "drop-head", "reject-publish": "reject", "reject-publish-dlx": "dead-letter" };
    for (const [overflow, answer] of Object.entries(answers)) {
      const queue = queueOf({ maxLength: 3, overflow });
      expect([0, 2, 3, 4].map((ready) => queue.admit(ready))).toEqual(["accept", "accept", answer, answer]);
      expect(queueOf({ overflow }).admit(1_000_000)).toBe("accept");
    }
  });
});
