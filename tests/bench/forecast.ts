import { flowOf } from "../../design/graph/compile.ts";
import type { Design } from "../../design/document/schema.ts";
import { Simulation } from "../../engine/forecast/simulation.ts";
import { report, ratioOfPairs } from "./output.ts";

const EVENTS = 1_000_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

const design: Design = {
  format: "spillway",
  version: 1,
  name: "M/M/2",
  nodes: [
    { id: "source", kind: "producer", position: { x: 0, y: 0 }, settings: { arrivals: { process: "poisson", ratePerSecond: 1000 }, limit: { count: EVENTS } } },
    { id: "queue", kind: "queue", position: { x: 0, y: 0 } },
    { id: "server", kind: "consumer", position: { x: 0, y: 0 }, settings: { replicas: 2, serviceTime: { distribution: "exponential", meanMs: 1.4 } } },
    { id: "sink", kind: "sink", position: { x: 0, y: 0 } },
  ],
  edges: [
    { id: "a", from: { node: "source", port: "out" }, to: { node: "queue", port: "in" } },
    { id: "b", from: { node: "queue", port: "out" }, to: { node: "server", port: "in" } },
    { id: "c", from: { node: "server", port: "out" }, to: { node: "sink", port: "in" } },
  ],
};

const ours: number[] = [];
const minimal: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(simulate());
  minimal.push(minimalLoop());
}
report("forecast-hops", { unit: "hops/s", spillway: ours, minimalLoop: minimal, ratio: ratioOfPairs(ours, minimal), aim: 0.25, events: EVENTS });

/** Our forecast of an M/M/2 with everything it measures; one hop an event. */
function simulate(): number {
  const simulation = new Simulation(flowOf(design), 1, Number.POSITIVE_INFINITY);
  simulation.sampling.every = 1024;
  const start = performance.now();
  simulation.start();
  let at = 0;
  while (!simulation.sourcesFinished || simulation.inFlight() > 0) {
    simulation.clock.runUntil((at += 100));
    simulation.flush();
  }
  const seconds = (performance.now() - start) / 1000;
  if (simulation.ledger().delivered !== EVENTS) throw new Error("Not every event was delivered.");
  return EVENTS / seconds;
}

/** The least that simulates an M/M/2 in JavaScript: a heap of events, two random draws an event, the sum of the waits. */
function minimalLoop(): number {
  const start = performance.now();
  const heap: { time: number; kind: number }[] = [];
  const push = (time: number, kind: number): void => {
    const entry = { time, kind };
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as { time: number; kind: number };
      if (above.time <= time) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  };
  const pop = (): void => {
    const last = heap.pop() as { time: number; kind: number };
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as { time: number }).time < (heap[child] as { time: number }).time) child++;
      const below = heap[child] as { time: number; kind: number };
      if (below.time >= last.time) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  };
  const queue: number[] = [];
  let head = 0;
  let busy = 0;
  let arrived = 0;
  let served = 0;
  let waited = 0;
  push(0, 0);
  while (served < EVENTS) {
    const { time: now, kind } = heap[0] as { time: number; kind: number };
    const arrival = kind === 0;
    pop();
    if (arrival) {
      queue.push(now);
      if (++arrived < EVENTS) push(now - Math.log(1 - Math.random()), 0);
    } else {
      busy--;
      served++;
    }
    while (busy < 2 && head < queue.length) {
      waited += now - (queue[head++] as number);
      if (head === 1024) {
        queue.splice(0, head);
        head = 0;
      }
      busy++;
      push(now - Math.log(1 - Math.random()) * 1.4, 1);
    }
  }
  if (!(waited > 0)) throw new Error("Nothing waited.");
  return EVENTS / ((performance.now() - start) / 1000);
}
