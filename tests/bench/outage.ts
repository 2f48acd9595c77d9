import type { Design } from "../../design/document/schema.ts";
import { chooseCoarseness } from "../../engine/forecast/coarse/choose-coarseness.ts";
import { createForecastExecutor } from "../../engine/forecast/forecast-executor.ts";
import { report } from "./output.ts";

const RATE_PER_SECOND = 100_000;
const SLOTS = 1500;
const SERVICE_MS = 10;
const CAPACITY_PER_SECOND = (SLOTS * 1000) / SERVICE_MS;
/** The zone is killed after ten minutes, and stays down for an hour; then two hours to catch up, and a little more. */
const DOWN_FROM_MS = 600_000;
const OUTAGE_MS = 3_600_000;
const FOR_MS = 12_300_000;

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "An hour's outage",
  zones: [{ id: "west", name: "West" }],
  nodes: [
    { id: "orders", kind: "producer", position, settings: { arrivals: { process: "poisson", ratePerSecond: RATE_PER_SECOND } } },
    { id: "inbox", kind: "queue", position },
    { id: "billing", kind: "consumer", position, zone: "west", settings: { replicas: 100, concurrency: SLOTS / 100, serviceTime: { distribution: "exponential", meanMs: SERVICE_MS } } },
    { id: "paid", kind: "sink", position },
  ],
  edges: [
    { id: "a", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } },
    { id: "b", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
    { id: "c", from: { node: "billing", port: "out" }, to: { node: "paid", port: "in" } },
  ],
  scenario: { chaos: [{ id: "outage", experiment: "kill-zone", target: { zone: "west" }, atMs: DOWN_FROM_MS, durationMs: OUTAGE_MS }] },
};

const start = performance.now();
const options = { seed: 1, forMs: FOR_MS, drainMs: 600_000 };
const { eachStandsFor } = await chooseCoarseness(design, options, new AbortController().signal);
const choosingSeconds = (performance.now() - start) / 1000;
let backlogPeak = 0;
let caughtUpMs = Number.POSITIVE_INFINITY;
const executor = createForecastExecutor(
  { runId: "outage", design, ...options, speed: 1, paused: true, eachStandsFor },
  {
    onFrame: ({ atMs, nodes }) => {
      const depth = nodes.inbox?.depth ?? 0;
      backlogPeak = Math.max(backlogPeak, depth);
      if (depth > 0.001 * backlogPeak && atMs > DOWN_FROM_MS) caughtUpMs = atMs;
    },
    onSamples: () => {},
    onState: () => {},
    onNotice: () => {},
  },
);
await executor.start();
await executor.finish();
const { ledger } = await executor.finished;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();

if (!ledger.balanced || ledger.delivered !== ledger.produced) throw new Error("Not every event was delivered.");
const drainedAfterMs = caughtUpMs - DOWN_FROM_MS - OUTAGE_MS;
report("outage", {
  unit: "s",
  seconds: (performance.now() - start) / 1000,
  choosingSeconds,
  /** What it took of a processor, however busy the machine was with other things. */
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  aim: 120,
  peakRssMb: maxRSS / 1024,
  aimMb: 500,
  eachStandsFor,
  events: ledger.produced,
  backlogPeak,
  drainedAfterSeconds: drainedAfterMs / 1000,
  /** Backlog / (capacity − load), to a thousandth of the backlog. */
  formulaSeconds: (0.999 * RATE_PER_SECOND * (OUTAGE_MS / 1000)) / (CAPACITY_PER_SECOND - RATE_PER_SECOND),
});
