import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Design } from "../../design/document/schema.ts";
import type { Frame } from "../../engine/contract/frame.ts";
import { createSpawnWorker } from "../../engine/host/spawn-worker.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { startEmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { median, report } from "./output.ts";

/** Of the run; the first fifth of it, and at least a minute, is warm-up. */
const MINUTES = Number(process.env.BENCH_MINUTES ?? 60);
const RATE_PER_SECOND = Number(process.env.BENCH_RATE ?? 1000);
const WARM_UP_MS = Math.max(60_000, MINUTES * 12_000);
/** What is compared is the median over so long, ms. */
const WINDOW_MS = Math.min(60_000, (MINUTES * 60_000 - WARM_UP_MS) / 3);
/** How often memory and delays are written down, ms. */
const LOOK_EVERY_MS = 5000;

const position = { x: 0, y: 0 };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "Soak",
  nodes: [
    { id: "orders", kind: "producer", position, settings: { arrivals: { process: "poisson", ratePerSecond: RATE_PER_SECOND }, payload: { order: "{{seq}}", total: "{{int 1 500}}" } } },
    { id: "inbox", kind: "queue", position },
    { id: "billing", kind: "consumer", position, settings: { concurrency: 20, serviceTime: { distribution: "exponential", meanMs: 5 } } },
    { id: "paid", kind: "sink", position },
  ],
  edges: [
    { id: "a", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } },
    { id: "b", from: { node: "inbox", port: "out" }, to: { node: "billing", port: "in" } },
    { id: "c", from: { node: "billing", port: "out" }, to: { node: "paid", port: "in" } },
  ],
};

interface Look {
  readonly atMs: number;
  /** MB, by process; that of Redis is what it says that it uses. */
  readonly memory: ReadonlyMap<string, number>;
  /** ms at p99 over a second, by process. */
  readonly delay: ReadonlyMap<string, number>;
}

const looks: Look[] = [];

function look({ atMs, processes, redis }: Frame): void {
  if (atMs < (looks.at(-1)?.atMs ?? -LOOK_EVERY_MS) + LOOK_EVERY_MS) return;
  const memory = new Map(processes.map(({ name, memoryMb }) => [name, memoryMb]));
  if (redis) memory.set("redis", redis.memoryMb);
  looks.push({ atMs, memory, delay: new Map(processes.map(({ name, loopDelayMs }) => [name, loopDelayMs])) });
  if (looks.length % 12 === 1) console.error(`${Math.round(atMs / 60_000)} min: ${[...memory].map(([name, mb]) => `${name} ${Math.round(mb)} MB`).join(", ")}; loop delay ${Math.max(...processes.map(({ loopDelayMs }) => loopDelayMs)).toFixed(1)} ms`);
}

const folder = await mkdtemp(join(tmpdir(), "spillway-soak-"));
const redis = await startEmbeddedRedis({ dataFolder: folder });
try {
  const notices: string[] = [];
  const executor = createLiveExecutor(
    { runId: "soak", design, seed: 1, forMs: MINUTES * 60_000, drainMs: 60_000, speed: 1, paused: false },
    { onFrame: look, onSamples: () => {}, onState: () => {}, onNotice: ({ message }) => void notices.push(message) },
    { redisUrl: redis.url, spawnWorker: createSpawnWorker() },
  );
  await executor.start();
  const { ledger, saturated, endToEndMs, durationMs } = await executor.finished;
  const names = [...(looks.at(-1)?.memory.keys() ?? [])];
  const first = looks.filter(({ atMs }) => atMs >= WARM_UP_MS && atMs < WARM_UP_MS + WINDOW_MS);
  const last = looks.filter(({ atMs }) => atMs >= durationMs - WINDOW_MS);
  const memoryOf = (among: readonly Look[], name: string): number => median(among.map(({ memory }) => memory.get(name) ?? 0));
  const total = (among: readonly Look[]): number => names.reduce((sum, name) => sum + memoryOf(among, name), 0);
  const perCent = (before: number, after: number): number => Math.round((after / before - 1) * 1000) / 10;
  report("soak", {
    unit: "% of growth after warm-up",
    growthPercent: perCent(total(first), total(last)),
    aim: "under 10",
    growthOf: names.map((name) => `${name} ${perCent(memoryOf(first, name), memoryOf(last, name))}`).join(", "),
    memoryMb: names.map((name) => `${name} ${Math.round(memoryOf(first, name))} → ${Math.round(memoryOf(last, name))}`).join(", "),
    loopDelayMs: names.filter((name) => name !== "redis").map((name) => `${name} ${median(last.map(({ delay }) => delay.get(name) ?? 0)).toFixed(1)}`).join(", "),
    minutes: MINUTES,
    warmUpMinutes: WARM_UP_MS / 60_000,
    eventsPerSecond: (ledger.produced * 1000) / durationMs,
    endToEndP99Ms: endToEndMs.all.p99,
    lost: ledger.lost,
    duplicated: ledger.duplicated,
    saturated: saturated.map(({ what, by }) => `${what}: ${by}`).join("; "),
    notices: notices.length,
    load: loadavg()[0],
  });
  if (!ledger.balanced || ledger.lost > 0 || ledger.delivered !== ledger.produced) process.exitCode = 1;
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
