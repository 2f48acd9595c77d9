import { describe, expect, it } from "vitest";
import { compileCondition, compileExpression, compileWindowExpression, conditionProblem, ExpressionFailure, expressionProblem, type ExpressionEvent } from "./cel.ts";

const event: ExpressionEvent = {
  id: "e-1",
  type: "order",
  key: null,
  priority: 2,
  headers: { region: "eu" },
  data: { total: 150, rate: 1.5, items: [1, 2, 3], customer: "ada", nested: { deep: true } },
};

function failure(value: unknown): string {
  expect(value).toBeInstanceOf(ExpressionFailure);
  return value instanceof ExpressionFailure ? value.message : "";
}

describe("CEL conditions", () => {
  it.each([
    ["event.data.total > 100", true],
    ["event.data.total * 2 == 300", true],
    ["event.data.total % 100 == 50", true],
    ["event.data.total / 4 > 37.4 && event.data.total / 4 < 37.6", true],
    ["event.priority + 1 > 3", false],
    ['event.headers.region == "eu" && event.key == null', true],
    ["has(event.data.nope) && event.data.nope > 2", false],
    ["event.data.items.exists(item, item == 2)", true],
    ['event.data.customer.matches("^a.a$")', true],
    ['event.type in ["order", "refund"]', true],
  ])("R1 %s is %s", (source, expected) => {
    expect(compileCondition(source)(event)).toBe(expected);
  });

  it("R1 gives a failure, not an exception, for an event without the field", () => {
    expect(failure(compileCondition("event.data.nope > 2")(event))).toBe("there is no event.data.nope, in event.data.nope > 2");
    expect(failure(compileCondition("event.data.customer > 2")(event))).toContain("does not fit");
    expect(failure(compileCondition("event.data.customer")(event))).toContain("neither true nor false");
    expect(failure(compileCondition("event.data.x")({ ...event, data: undefined }))).not.toBe("");
  });

  it("R1 reads the event's own properties only", () => {
    for (const name of ["__proto__", "constructor", "toString"]) failure(compileExpression(`event.data.${name}`)(event));
  });

  it("R1 a regular expression that would backtrack for ever answers at once", () => {
    const condition = compileCondition('event.data.matches("^(a+)+$")');
    expect(condition({ ...event, data: `${"a".repeat(5000)}b` })).toBe(false);
    expect(condition({ ...event, data: "a".repeat(5000) })).toBe(true);
  });

  it("R1 a pattern that comes from the event and is broken fails that event", () => {
    expect(failure(compileCondition("event.data.text.matches(event.data.pattern)")({ ...event, data: { text: "a", pattern: "(" } }))).toContain("not closed");
  });
});

describe("CEL expressions", () => {
  it.each([
    ["event.data.total + 1", 151],
    ["size(event.data.items)", 3],
    ["event.data.items.map(item, item * 2)", [2, 4, 6]],
    ['{"customer": event.data.customer, "count": 1, "mixed": [1, "x", null]}', { customer: "ada", count: 1, mixed: [1, "x", null] }],
    ['timestamp("2024-01-01T00:00:00Z")', "2024-01-01T00:00:00.000Z"],
    ['duration("90s")', "90s"],
    ["2u", 2],
    ["string(event.data.total)", "150"],
  ])("R1 %s becomes JSON", (source, expected) => {
    expect(compileExpression(source)(event)).toEqual(expected);
  });

  it("R1 hands on parts of the event without copying them", () => {
    expect(compileExpression("event.data")(event)).toBe(event.data);
  });

  it.each([
    ["1.0 / 0.0", "not a finite number"],
    ["9007199254740993", "2\\^53"],
    ["9223372036854775807 + 1", "overflow"],
    ["1 / 0", "division by zero"],
    ['b"abc"', "can carry"],
    ["event.data.items[7]", "index"],
  ])("R1 %s fails and says why", (source, why) => {
    expect(failure(compileExpression(source)(event))).toMatch(new RegExp(why));
  });

  it("R1 a small expression cannot make a value too large to carry", () => {
    const list = `[${Array.from({ length: 300 }, () => "x").join(", ")}]`;
    const source = `[1].map(x, ${list}).map(x, ${list}).map(x, ${list})`;
    expect(failure(compileExpression(source)(event))).toContain("too many values");
  });
});

describe("CEL expressions over a window", () => {
  const window = [event, { ...event, data: { total: 50, items: [] } }];

  it.each([
    ["events.map(e, e.data.total).sum()", 200],
    ["events.map(e, e.data.total).avg()", 100],
    ["[3, 1.5, 2].min() + [1, 2].max()", 3.5],
    ["[].sum()", 0],
    ['{"key": key, "n": size(events)}', { key: "k", n: 2 }],
    ["events[1].data", { total: 50, items: [] }],
    ["events.filter(e, e.data.total > 100).map(e, e.data.customer)", ["ada"]],
  ])("R2 %s becomes JSON", (source, expected) => {
    expect(expressionProblem(source, "window")).toBeNull();
    expect(compileWindowExpression(source)(window, "k")).toEqual(expected);
  });

  it("R2 fails, and does not throw, where there is no value", () => {
    for (const source of ["events[7].data", "events.map(e, e.data.customer).sum()", "[].avg()", "[].max()", "key + 1"]) expect(failure(compileWindowExpression(source)(window, "k"))).not.toBe("");
  });

  it("R2 knows events and key only, and the others know event only", () => {
    expect(expressionProblem("event.data", "window")).toContain('"event" is not known; everything is under events and key');
    expect(() => compileWindowExpression("event.data")).toThrow("not known");
    expect(expressionProblem("size(events)")).toContain('"events" is not known');
  });
});

describe("what is wrong with an expression", () => {
  it.each([
    ["", "it is empty"],
    ["event.data.total >", "it ends too early"],
    ["event.data.total > > 2", "> is not expected"],
    ["evnt.data.total > 2", '"evnt" is not known; everything is under event, for example event.data'],
    ["event.dta.total > 2", "there is no event.dta"],
    ["event.id + 1", "string + int does not fit"],
    ["nope(event.id)", "found no matching overload"],
    ['event.data.matches("(")', "A group is not closed."],
    ["event.data.map(a, event.data.map(b, event.data.map(c, c)))", "nested more than 2 deep"],
    ["[1].map(a, a).map(a, a).map(a, a).map(a, a).map(a, a)", "more than 4 of map"],
    [`${"(".repeat(500)}1${")".repeat(500)}`, "exceeded"],
  ])("%s", (source, expected) => {
    expect(expressionProblem(source)).toContain(expected);
    expect(conditionProblem(source)).toContain(expected);
    expect(() => compileCondition(source)).toThrow(expected);
    expect(() => compileExpression(source)).toThrow(expected);
  });

  it("a condition must be true or false", () => {
    expect(conditionProblem("event.id")).toBe("a condition must be true or false, this is a text");
    expect(conditionProblem("1 + 1")).toBe("a condition must be true or false, this is a number");
    expect(conditionProblem("event.data.urgent")).toBeNull();
    expect(expressionProblem("event.id")).toBeNull();
  });
});
