import { describe, expect, it } from "vitest";
import { settingsOf } from "../../design/document/settings.ts";
import { topicEdgeSchema } from "../../design/kinds/topic.ts";
import { topic } from "./topic.ts";

const behaviour = topic(settingsOf({ settings: {} }, "topic"));

describe("T3 a failed attempt at an event of a topic", () => {
  it("T3 is made again in place, ten times in all and at once by default (Spring Kafka's DefaultErrorHandler)", () => {
    const edge = topicEdgeSchema.parse({});
    expect(behaviour.afterFailure(edge, false, 1)).toEqual({ retryAfterMs: 0 });
    expect(behaviour.afterFailure(edge, false, 9)).toEqual({ retryAfterMs: 0 });
    expect(behaviour.afterFailure(edge, false, 10)).toBe("exhausted");
  });

  it("T3 waits for the backoff that the edge says, and not at all when it failed for good", () => {
    const edge = topicEdgeSchema.parse({ attempts: 3, backoffMs: 200 });
    expect(behaviour.afterFailure(edge, false, 2)).toEqual({ retryAfterMs: 200 });
    expect(behaviour.afterFailure(edge, true, 1)).toBe("exhausted");
    expect(behaviour.exhausted()).toEqual([{ do: "end", as: "failed" }]);
  });
});
