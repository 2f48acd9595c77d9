import { describe, expect, it } from "vitest";
import { eventOf } from "../../tests/support/behaviours.ts";
import { deadLettered, isDeathCycle, type DeathReason } from "./deaths.ts";
import type { FlowEvent } from "./event.ts";

const published = eventOf(0, { headers: { own: 1 }, route: { exchange: "orders", key: "order.eu", kept: false } });
/** Dead-lettered by one queue after the other; in between nobody publishes. */
const through = (event: FlowEvent, ...deaths: [queue: string, reason: DeathReason][]): FlowEvent =>
  deaths.reduce((last, [queue, reason], n) => deadLettered(last, queue, reason, n * 1000, undefined), event);

describe("X4 x-death", () => {
  it("X4 tells what happened where, and which exchange and key the event had", () => {
    const event = deadLettered(published, "inbox", "rejected", 2500, undefined);
    expect(event.headers).toEqual({
      own: 1,
      "x-first-death-reason": "rejected",
      "x-first-death-queue": "inbox",
      "x-first-death-exchange": "orders",
      "x-death": [{ count: 1, reason: "rejected", queue: "inbox", time: 2, exchange: "orders", "routing-keys": ["order.eu"] }],
    });
    expect(event.route).toEqual({ exchange: "", key: "order.eu", kept: true });
  });

  it("X4 the queue's own key goes on, its entry keeps the one it came with", () => {
    const event = deadLettered(published, "inbox", "expired", 0, "dead");
    expect(event.route?.key).toBe("dead");
    expect(event.headers?.["x-death"]).toMatchObject([{ "routing-keys": ["order.eu"] }]);
  });

  it("X4 an event that came without an exchange was published to the default one, under the queue's name", () => {
    expect(deadLettered(eventOf(0), "inbox", "maxlen", 0, undefined).headers?.["x-death"]).toMatchObject([{ exchange: "", "routing-keys": ["inbox"] }]);
  });

  it("X4 the same queue and reason count up, and come first; the first death stays the first", () => {
    const { headers } = through(published, ["a", "rejected"], ["b", "expired"], ["a", "rejected"]);
    expect(headers).toMatchObject({ "x-first-death-queue": "a", "x-first-death-reason": "rejected" });
    expect(headers?.["x-death"]).toMatchObject([{ queue: "a", reason: "rejected", count: 2, time: 0 }, { queue: "b", reason: "expired", count: 1 }]);
    expect(through(published, ["a", "rejected"], ["a", "expired"]).headers?.["x-death"]).toMatchObject([{ reason: "expired", count: 1 }, { reason: "rejected", count: 1 }]);
  });

  it("X4 an event that comes back without a rejection on its way would go round for ever", () => {
    expect(isDeathCycle(through(published, ["a", "expired"]), "a")).toBe(true);
    expect(isDeathCycle(through(published, ["a", "expired"]), "b")).toBe(false);
    expect(isDeathCycle(through(published, ["a", "expired"], ["b", "expired"]), "a")).toBe(true);
    expect(isDeathCycle(through(published, ["a", "rejected"], ["b", "expired"]), "a")).toBe(false);
    expect(isDeathCycle(through(published, ["a", "rejected"]), "a")).toBe(false);
    // RabbitMQ 3.x turns round what was there: the rejection, although older, now stands before the entry of a.
    expect(isDeathCycle(through(published, ["c", "rejected"], ["a", "expired"], ["b", "maxlen"]), "a")).toBe(false);
    expect(through(published, ["c", "rejected"], ["a", "expired"], ["b", "maxlen"]).headers?.["x-death"]).toMatchObject([{ queue: "b" }, { queue: "c" }, { queue: "a" }]);
    expect(isDeathCycle(eventOf(0, { headers: { "x-death": "odd" } }), "a")).toBe(false);
  });
});
