import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { eventOf } from "../../tests/support/behaviours.ts";
import type { FlowEvent } from "../core/event.ts";
import { identityText } from "../core/identity.ts";
import type { Plan } from "../core/plan.ts";
import { splitter } from "./splitter.ts";
import { transform } from "./transform.ts";

function emitted(plan: Plan): FlowEvent[] {
  return plan.flatMap((step) => (step.do === "emit" && step.event ? [step.event] : []));
}

const DROPPED = [{ do: "end", as: "dropped", reason: "expression" }];

describe("R1 transform", () => {
  function transformed(expression: string, data: Json): Plan {
    return transform({ expression }).receive(eventOf(0, { data, key: "k", priority: 2, headers: { a: 1 } }));
  }

  it("R1 the expression's value becomes the data, and nothing else changes", () => {
    const [event] = emitted(transformed('{"gross": event.data.net * 2, "key": event.key}', { net: 4 }));
    expect(event).toEqual(eventOf(0, { data: { gross: 8, key: "k" }, key: "k", priority: 2, headers: { a: 1 } }));
  });

  it("R1 E4 drops an event for which the expression has no value", () => {
    expect(transformed("event.data.missing", { net: 4 })).toEqual(DROPPED);
    expect(transformed("1.0 / 0.0", null)).toEqual(DROPPED);
  });
});

describe("R1 splitter", () => {
  function split(data: Json, expression = "event.data"): Plan {
    return splitter({ expression }).receive(eventOf(0, { data, key: "k" }));
  }

  it("R1 each element becomes the data of an event, in their order", () => {
    const events = emitted(split([1, { a: 2 }, [3], null]));
    expect(events.map(({ data }) => data)).toEqual([1, { a: 2 }, [3], null]);
    for (const event of events) expect(event).toMatchObject({ key: "k", rootHigh: eventOf(0).rootHigh });
  });

  it("E2 each has an identity of its own, the same every time", () => {
    const ids = (): string[] => emitted(split(Array.from({ length: 5000 }, () => 0))).map(({ high, low }) => identityText(high, low));
    expect(new Set(ids()).size).toBe(5000);
    expect(ids()).toEqual(ids());
  });

  it("R1 E4 no elements leave nothing; what is no list is dropped", () => {
    expect(split([])).toEqual([{ do: "end", as: "consumed" }]);
    for (const data of ["text", 1, null, { a: 1 }]) expect(split(data)).toEqual(DROPPED);
    expect(split({ a: 1 }, "event.data.items")).toEqual(DROPPED);
    expect(split(Array.from({ length: 10_001 }, () => 0))).toEqual(DROPPED);
  });
});
