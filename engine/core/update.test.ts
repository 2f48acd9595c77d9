import { describe, expect, it } from "vitest";
import type { Design, Json } from "../../design/document/schema.ts";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service, SINK } from "../../tests/support/designs.ts";
import { eventOf } from "../../tests/support/behaviours.ts";
import type { InlineBehaviour, SourceBehaviour } from "../kinds/behaviour.ts";
import { planUpdate } from "./update.ts";
import { Wiring } from "./wiring.ts";

function base(more: { queue?: Record<string, number>; edge?: Record<string, number>; consumer?: Record<string, number>; count?: number } = {}): Design {
  return designOf(
    { p: evenly(10, more.count ?? 100), q: ["queue", more.queue ?? {}], c: service(10, more.consumer), next: service(5), s: SINK },
    ["p > q", "q > c", more.edge ? ["c > next", more.edge] : "c > next", "next > s"],
  );
}

function update(to: Design) {
  return planUpdate(flowOf(base()), to);
}

describe("changes during a run", () => {
  it("P2 changed settings apply at once and are told, unchanged ones are not", () => {
    const { flow, result } = update(base({ consumer: { replicas: 3 }, count: 500 }));
    expect(result).toEqual({ applied: ["p", "c"], later: [] });
    expect(flow?.nodes.get("c")?.settings).toMatchObject({ replicas: 3 });
    expect(update(base()).result).toEqual({ applied: [], later: [] });
  });

  it("P7 a changed plan of the load applies at once", () => {
    const planned = { ...base(), scenario: { load: [{ atMs: 50, node: "p", rateFactor: 2 }] } };
    const { flow, result } = update(planned);
    expect(result).toEqual({ applied: ["p"], later: [] });
    const wiring = new Wiring(flowOf(base()), 1);
    const place = wiring.node("p");
    const third = (): number => (place.behaviour as SourceBehaviour).next(2, 0);
    expect(third()).toBeCloseTo(100, 6);
    place.behaviour = wiring.behaviourOf(place, flow);
    expect(third()).toBeCloseTo(75, 6);
  });

  it("Q5 locks and stalled checks wait for the next run, of drawn queues and of implicit ones", () => {
    const drawn = update(base({ queue: { lockMs: 500, attempts: 9 } }));
    expect(drawn.result.applied).toEqual(["q"]);
    expect(drawn.result.later).toEqual([{ id: "q", why: "q: locks and stalled checks are set when its workers start; the change takes effect in the next run" }]);
    expect(update(base({ queue: { attempts: 9 } })).result.later).toEqual([]);
    const implicit = update(base({ edge: { maxStalled: 4 } }));
    expect(implicit.result.applied).toEqual(["e3"]);
    expect(implicit.result.later).toMatchObject([{ id: "e3" }]);
    expect(update(base({ edge: { attempts: 4 } })).result).toEqual({ applied: ["e3"], later: [] });
  });

  it("X1 Q6 bindings, delays, times to live and deduplication apply at once", () => {
    const bound = (binding: string, queue: Record<string, number | string | object>): Design =>
      designOf({ p: evenly(10, 10), x: ["exchange"], q: ["queue", queue as Record<string, Json>], c: service(1) }, ["p > x", ["x > q", { bindingKey: binding }], "q > c"]);
    const { flow, result } = planUpdate(flowOf(bound("a", {})), bound("b", { delayMs: 5, ttlMs: 10, deduplicate: { by: "key", windowMs: 5 }, deadLetterRoutingKey: "k" }));
    expect(result).toEqual({ applied: ["q", "e2"], later: [] });
    const wiring = new Wiring(flowOf(bound("a", {})), 1);
    const place = wiring.node("x");
    const takes = (key: string): boolean => (place.behaviour as InlineBehaviour).receive(eventOf(0, { type: key }))[0]?.do === "emit";
    expect([takes("a"), takes("b")]).toEqual([true, false]);
    place.behaviour = wiring.behaviourOf(place, flow);
    expect([takes("a"), takes("b")]).toEqual([false, true]);
  });

  it("a new node joins the next run; the others' changes apply", () => {
    const grown = base({ consumer: { replicas: 2 } });
    grown.nodes.push({ id: "more", kind: "sink", position: { x: 0, y: 0 } });
    grown.edges.push({ id: "e9", from: { node: "c", port: "out" }, to: { node: "more", port: "in" } });
    const { flow, result } = update(grown);
    expect(flow).toBeDefined();
    expect(result.applied).toEqual(["c"]);
    expect(result.later).toEqual([
      { id: "more", why: "more is new: it joins the next run" },
      { id: "", why: "changed edges take effect in the next run" },
    ]);
  });

  it("while a node is gone from the drawing nothing can be applied, and that is said", () => {
    const { flow, result } = update(designOf({ p: evenly(10, 5), q: ["queue"], c: service(10), s: SINK }, ["p > q", "q > c", "c > s"]));
    expect(flow).toBeUndefined();
    expect(result.applied).toEqual([]);
    expect(result.later).toContainEqual({ id: "next", why: "next stays until this run ends" });
  });

  it("a design that cannot run leaves the run as it is, and says every reason", () => {
    const { flow, result } = update(base({ consumer: { replicas: 0 } }));
    expect(flow).toBeUndefined();
    expect(result.applied).toEqual([]);
    expect(result.later[0]?.why).toMatch(/replicas/i);
  });
});
