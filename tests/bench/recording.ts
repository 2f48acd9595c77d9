import { replayPage } from "../../engine/replay/replay-page.ts";
import { Recorder } from "../../engine/contract/replay/recorder.ts";
import { createForecastExecutor } from "../../engine/forecast/forecast-executor.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Frame } from "../../engine/contract/frame.ts";
import type { Sample } from "../../engine/contract/sample.ts";
import { report } from "./output.ts";

/** Lines of four nodes beside each other. */
const LINES = Number(process.env.BENCH_LINES ?? 5);
const MINUTES = Number(process.env.BENCH_MINUTES ?? 60);
/** What a run tells in a minute is recorded again and again. */
const TOLD_MS = 60_000;

const design: Design = { format: "spillway", version: 1, name: "Lines", nodes: [], edges: [] };
for (let line = 0; line < LINES; line += 1) {
  const position = { x: 0, y: line * 200 };
  const ids = ["orders", "inbox", "billing", "billed"].map((name) => `${name}-${line}`);
  const [orders = "", inbox = "", billing = "", billed = ""] = ids;
  design.nodes.push(
    { id: orders, kind: "producer", position, settings: { arrivals: { process: "poisson", ratePerSecond: 200 } } },
    { id: inbox, kind: "queue", position },
    { id: billing, kind: "consumer", position, settings: { replicas: 2, concurrency: 2, serviceTime: { distribution: "exponential", meanMs: 15 } } },
    { id: billed, kind: "sink", position },
  );
  for (const [from = "", to = ""] of [[orders, inbox], [inbox, billing], [billing, billed]]) design.edges.push({ id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } });
}

const told: (Frame | Sample[])[] = [];
const executor = createForecastExecutor(
  { runId: "recording", design, seed: 1, forMs: TOLD_MS, drainMs: 60_000, speed: 1, paused: true },
  { onFrame: (frame) => told.push(frame), onSamples: (samples) => told.push(samples), onState: () => {}, onNotice: () => {} },
);
await executor.start();
await executor.finish();

globalThis.gc?.();
const inUse = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
const before = inUse();
const recorder = new Recorder({ mode: "forecast", seed: 1, design, forMs: null });
let frames = 0;
const start = process.cpuUsage();
for (let minute = 0; minute < MINUTES; minute += 1) {
  for (const item of told) {
    if (Array.isArray(item)) recorder.acceptSamples(item.map((sample) => (sample.type === "move" ? { ...sample, root: `${sample.root}-${minute}`, atMs: sample.atMs + minute * TOLD_MS } : { ...sample, root: `${sample.root}-${minute}`, startMs: sample.startMs + minute * TOLD_MS })));
    else {
      frames += 1;
      recorder.acceptFrame({ ...item, atMs: item.atMs + minute * TOLD_MS });
    }
  }
}
const { user, system } = process.cpuUsage(start);
globalThis.gc?.();
const memoryMb = (inUse() - before) / 2 ** 20;
const saving = performance.now();
const { bytes, thinned } = await replayPage("SPILLWAY_RECORDING", recorder, 0);
report("recording", { nodes: design.nodes.length, minutes: MINUTES, frames, microsecondsPerFrame: (user + system) / frames, memoryMb, recordingKb: bytes / 1000, savingMs: performance.now() - saving, thinned });
