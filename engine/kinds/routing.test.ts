import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { eventOf, filterOf, routerOf } from "../../tests/support/behaviours.ts";
import type { Plan } from "../core/plan.ts";

/** Where a plan sends the event: ports, or how it ends. */
function way(plan: Plan): string[] {
  return plan.map((step) => (step.do === "emit" ? step.port : step.do === "end" ? `${step.as}${step.reason ? ` ${step.reason}` : ""}` : step.do));
}

const RULES = [
  { port: "big", when: "event.data.total > 100" },
  { port: "german", when: "event.data.country == 'DE'" },
  { port: "hot", when: "event.key == 'k0' || event.priority == 1" },
];
const PORTS = ["big", "german", "hot", "default"];

describe("R1 router", () => {
  function routed(data: Json, mode: "first" | "all", connected: readonly string[] = PORTS): string[] {
    return way(routerOf({ rules: RULES, mode }, connected).receive(eventOf(0, { data, key: "k0" })));
  }

  it("R1 first: the first rule that matches takes the event", () => {
    expect(routed({ total: 200, country: "DE" }, "first")).toEqual(["big"]);
    expect(routed({ total: 1, country: "DE" }, "first")).toEqual(["german"]);
    expect(routed({ total: 1, country: "FR" }, "first")).toEqual(["hot"]);
  });

  it("R1 all: every rule that matches takes a copy", () => {
    expect(routed({ total: 200, country: "DE" }, "all")).toEqual(["big", "german", "hot"]);
  });

  it("R1 what matches none takes the default port, or is unroutable where that leads nowhere", () => {
    const router = { rules: [{ port: "big", when: "event.data.total > 100" }] };
    expect(way(routerOf(router, ["big", "default"]).receive(eventOf(0, { data: { total: 1 } })))).toEqual(["default"]);
    expect(way(routerOf(router, ["big"]).receive(eventOf(0, { data: { total: 1 } })))).toEqual(["dropped unroutable"]);
  });

  it("R1 a rule that matches and leads nowhere does not fall through", () => {
    expect(routed({ total: 200, country: "DE" }, "first", ["german", "default"])).toEqual(["dropped unroutable"]);
    expect(routed({ total: 200, country: "DE" }, "all", ["german", "default"])).toEqual(["german"]);
  });

  it("R1 a condition that cannot be evaluated for an event does not match", () => {
    for (const data of [null, {}, { total: "many" }, [1], "text"] as Json[]) expect(routed(data, "first")).toEqual(["hot"]);
  });
});

describe("R1 filter", () => {
  function filtered(data: Json, connected: readonly string[]): string[] {
    return way(filterOf({ when: "event.data.total > 100" }, connected).receive(eventOf(0, { data })));
  }

  it("R1 passes what meets the condition", () => {
    expect(filtered({ total: 101 }, ["out", "rejected"])).toEqual(["out"]);
    expect(way(filterOf({}, ["out"]).receive(eventOf(0)))).toEqual(["out"]);
  });

  it("R1 the rest goes to the rejected port, or is filtered where none is drawn", () => {
    expect(filtered({ total: 100 }, ["out", "rejected"])).toEqual(["rejected"]);
    expect(filtered({ total: 100 }, ["out"])).toEqual(["filtered"]);
  });

  it("R1 a condition that cannot be evaluated is not met", () => {
    expect(filtered(null, ["out"])).toEqual(["filtered"]);
  });
});
