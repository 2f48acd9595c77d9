import type { Design } from "../../design/document/schema.ts";
import { createForecastExecutor } from "../../engine/forecast/forecast-executor.ts";
import { report } from "./output.ts";

const RATE_PER_SECOND = 10_000;
/** Design time that is forecast; an hour, unless a shorter look is asked for. */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 60);
/** How often memory is looked at, frames of 100 ms of design time. */
const LOOK_EVERY = 600;

const position = { x: 0, y: 0 };
/** Five nodes: two stations on the way of every event, the second behind an implicit queue. */
const design: Design = {
  format: "spillway",
  version: 1,
  name: "An hour",
  nodes: [
    { id: "orders", kind: "producer", position, settings: { arrivals: { process: "poisson", ratePerSecond: RATE_PER_SECOND } } },
    { id: "inbox", kind: "queue", position },
    { id: "billing", kind: "consumer", position, settings: { replicas: 8, concurrency: 8, serviceTime: { distribution: "exponential", meanMs: 5 } } },
    { id: "shipping", kind: "consumer", position, settings: { replicas: 4, concurrency: 8, serviceTime: { distribution: "exponential", meanMs: 2 } } },
    { id: "shipped", kind: "sink", position },
  ],
  edges: [
    { id: "a", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } },
    { id: "b", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
    { id: "c", from: { node: "billing", port: "out" }, to: { node: "shipping", port: "in" } },
    { id: "d", from: { node: "shipping", port: "out" }, to: { node: "shipped", port: "in" } },
  ],
};

/** Memory in use at each look, MB: it must not grow with the number of events. */
const rssMb: number[] = [];
let frames = 0;
const start = performance.now();
const executor = createForecastExecutor(
  { runId: "hour", design, seed: 1, forMs: MINUTES * 60_000, drainMs: 60_000, speed: 1, paused: true },
  { onFrame: look, onSamples: () => {}, onState: () => {}, onNotice: () => {} },
);
await executor.start();
await executor.finish();
const { ledger } = await executor.finished;
const seconds = (performance.now() - start) / 1000;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();

if (!ledger.balanced || ledger.delivered !== ledger.produced) throw new Error("Not every event was delivered.");
report("forecast-hour", {
  unit: "s",
  seconds,
  /** What it took of a processor, however busy the machine was with other things. */
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  aim: 120,
  events: ledger.produced,
  hopsPerSecond: (ledger.produced * 2) / seconds,
  peakRssMb: maxRSS / 1024,
  rssMb: evenly(rssMb, 6),
});

function look(): void {
  if (frames++ % LOOK_EVERY === 0) rssMb.push(process.memoryUsage.rss() / 2 ** 20);
}

/** Some of the values, evenly spaced, the last one among them; as a text, because medians would say nothing here. */
function evenly(values: readonly number[], count: number): string {
  return Array.from({ length: count }, (_, i) => Math.round(values[Math.floor(((i + 1) * values.length) / count) - 1] ?? 0)).join(" ");
}
