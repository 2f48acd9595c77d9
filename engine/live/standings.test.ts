import { describe, expect, it } from "vitest";
import { flowOf } from "../../design/graph/compile.ts";
import { designOf, evenly, service } from "../../tests/support/designs.ts";
import { CallEngine } from "../core/call-engine.ts";
import { RunClock } from "../core/run-clock.ts";
import { Wiring } from "../core/wiring.ts";
import { Recorder } from "../metrics/recorder.ts";
import { balancedPlaces, calledPlaces, Standings } from "./standings.ts";

const DESIGN = designOf({ p: evenly(1, 1), lb: ["loadBalancer"], c: service(1), stores: ["loadBalancer"], db: ["database"], breaker: ["circuitBreaker"], far: ["database"] }, [
  "p > lb",
  "lb > c",
  "c.call > stores.call",
  "stores.target > db.call",
  "stores.target > breaker.call",
  "breaker.target > far.call",
]);

describe("R5 how the targets of load balancers stand", () => {
  const wiring = new Wiring(flowOf(DESIGN), 1);
  const index = (id: string): number => wiring.node(id).index;

  it("R5 those that get events are told with their channels, those that are called where a process of their own runs them", () => {
    expect(balancedPlaces(wiring).map((place) => wiring.places[place]?.id)).toEqual(["e2", "c"]);
    expect(calledPlaces(wiring).map((place) => wiring.places[place]?.id)).toEqual(["db"]);
  });

  it("R5 a consumer without a replica and a called node without a process are down, until they are back", () => {
    const standings = new Standings(new CallEngine(wiring, new RunClock({ wallMs: 0, designMs: 0, speed: 1, paused: true }), new Recorder(wiring.places.length, wiring.edges.length), { every: 1 }));
    const areUp = (): boolean[] => ["e2", "e4"].map((edge) => standings.of(wiring.edge(edge)).isUp);
    expect(areUp()).toEqual([true, true]);
    standings.told(1, [[index("c"), { depth: 0, inFlight: 0, capacity: 0 }]], [index("db")]);
    expect(areUp()).toEqual([false, false]);
    standings.told(2, [[index("c"), { depth: 0, inFlight: 0, capacity: 1 }]], []);
    expect(areUp()).toEqual([true, true]);
  });
});
