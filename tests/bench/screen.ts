import { chromium, type Browser, type Page } from "playwright-core";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { startApp } from "../support/app.ts";
import { report } from "./output.ts";
import { measurePlainTasks, measureTasks, type TaskFigures, type Tasks } from "./screen-tasks.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const ROOT = process.env.BENCH_ROOT ?? process.cwd();
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const wanted = (process.env.BENCH_SCREEN ?? "frames,latencies,tasks").split(",");
if (wanted.includes("frames")) await frameTimes();
if (wanted.includes("latencies")) await latencies();
if (wanted.includes("tasks")) await longTasks();

/** (c) Frame times with 300 nodes and 2,000 dots beside an empty React Flow of 300 nodes. */
async function frameTimes(): Promise<void> {
  const file = pathToFileURL(join(ROOT, "tests/support/canvas-harness/measure.mjs")).href;
  const { measureCanvas } = (await import(file)) as { measureCanvas(options: { rounds: number }): Promise<Measured> };
  const { rounds, ratioP95, ratioP95Panned } = await measureCanvas({ rounds: ROUNDS });
  const of = (page: keyof Measured["rounds"][number], figure: keyof PageFigures): number[] => rounds.map((round) => round[page][figure]);
  report("frame-time", {
    unit: "ms",
    nodes: 300,
    dots: 2000,
    canvasP50: of("canvas", "p50"),
    canvasP95: of("canvas", "p95"),
    emptyP50: of("plain", "p50"),
    emptyP95: of("plain", "p95"),
    canvasPannedP95: of("canvasPanned", "p95"),
    emptyPannedP95: of("plainPanned", "p95"),
    mainBusy: of("canvas", "mainBusy"),
    ratio: ratioP95,
    ratioPanned: ratioP95Panned,
    aim: 1.5,
  });
}

interface PageFigures {
  readonly p50: number;
  readonly p95: number;
  readonly mainBusy: number;
}
interface Measured {
  readonly rounds: Record<"plain" | "canvas" | "plainPanned" | "canvasPanned", PageFigures>[];
  readonly ratioP95: number;
  readonly ratioP95Panned: number;
}

/** (d) From an event to the first frame in which it can be seen, and (e) from opening the page to a canvas that answers. */
async function latencies(): Promise<void> {
  const app = await startApp({ open: "order-pipeline" });
  const browser = await chromium.launch({ executablePath: process.env.SPILLWAY_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  try {
    const interactive: number[] = [];
    const p95: number[] = [];
    const p50: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      await page.addInitScript(watchDots);
      interactive.push(await openUntilInteractive(page, app.url));
      const seen = await eventToScreen(page);
      p50.push(percentile(seen, 50));
      p95.push(percentile(seen, 95));
      await page.close();
    }
    report("event-to-screen", { unit: "ms", p50, p95, aim: 150 });
    report("open-to-interactive", { unit: "ms", spillway: interactive });
  } finally {
    await close(browser);
    await app.close();
  }
}

/** (f) What a design of 300 nodes costs the window: opened, panned, zoomed and dragged, still and running. */
async function longTasks(): Promise<void> {
  const harness = await plainPages();
  const browser = await chromium.launch({ executablePath: process.env.SPILLWAY_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  try {
    const rounds: (TaskFigures & { readonly plain: TaskFigures["phases"] })[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const plain = await measurePlainTasks(browser, harness.address, 300);
      rounds.push({ ...(await measureTasks(browser, 300, process.env.BENCH_PROFILE)), plain });
    }
    report("open-300", { unit: "ms", open: rounds.map(({ openMs }) => openMs), busy: rounds.map(({ openBusyMs }) => openBusyMs), aim: 1000 });
    for (const phase of Object.keys(rounds[0]?.phases ?? {})) {
      const of = (figure: keyof Tasks, page: "phases" | "plain" = "phases") => rounds.map((round) => round[page][phase]?.[figure] ?? Number.NaN);
      const plain = rounds[0]?.plain[phase] === undefined ? {} : { reactFlowLongest: of("longest", "plain"), reactFlowBusy: of("busy", "plain") };
      report("tasks-300", { phase, unit: "ms", longest: of("longest"), long: of("long"), longestOnClock: of("longestOnClock"), busy: of("busy"), ...plain, aim: 50 });
    }
    for (const line of rounds[0]?.profile ?? []) console.error(line);
  } finally {
    await close(browser);
    await harness.close();
  }
}

interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Pages with React Flow and nothing of ours, served. */
async function plainPages(): Promise<Served> {
  const file = pathToFileURL(join(ROOT, "tests/support/canvas-harness/page.mjs")).href;
  const { buildHarness, serveHarness } = (await import(file)) as { buildHarness(): Promise<void>; serveHarness(): Promise<Served> };
  await buildHarness();
  return serveHarness();
}

async function close(browser: Browser): Promise<void> {
  await browser.close();
}

/** Opens the app and presses on a card until it is selected. */
async function openUntilInteractive(page: Page, url: string): Promise<number> {
  const begun = performance.now();
  await page.goto(url);
  const card = page.locator(".react-flow__node").first();
  await card.click();
  await page.locator(".react-flow__node.selected").first().waitFor();
  return performance.now() - begun;
}

/**
 * Runs the sample for 8 s and gives, for each sampled move, the time from the event itself (its design time on the wall
 * clock) to the end of the first animation frame in which the overlay's playback had reached it.
 */
async function eventToScreen(page: Page): Promise<number[]> {
  await page.getByRole("button", { name: /^Run/ }).first().click();
  await page.waitForFunction(() => window.spillwayBench.shown.length > 500, undefined, { timeout: 30_000 });
  const shown = await page.evaluate(() => window.spillwayBench.shown);
  await page.getByRole("button", { name: /^Stop/ }).first().click();
  return shown;
}

declare global {
  interface Window {
    spillwayBench: { shown: number[] };
  }
}

/**
 * Installed before the page's own code: listens in on the engine's socket. A state message that begins a run fixes where
 * design time 0 lies on the wall clock (page and engine share one), to within the message's own delay, which is counted as if it were ours.
 * Dots are drawn 60 ms behind the newest thing heard of: a move is seen once something 60 ms younger was heard, at the next frame.
 */
function watchDots(): void {
  const bench = (window.spillwayBench = { shown: [] as number[] });
  const LAG_MS = 60;
  let originMs = Number.POSITIVE_INFINITY;
  let waiting: number[] = [];
  let heardMs = 0;
  let heardAt = 0;
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", (event) => {
        const now = performance.timeOrigin + performance.now();
        const message = JSON.parse(String(event.data)) as { type: string; stream?: string; item?: { phase?: string; atMs?: number } & { type: string; atMs: number }[] };
        if (message.type !== "item" || !message.item) return;
        if (message.stream === "state" && message.item.phase === "running" && message.item.atMs !== undefined) originMs = Math.min(originMs, now - message.item.atMs);
        if (message.stream === "frame" && message.item.atMs !== undefined) hear(message.item.atMs, now);
        if (message.stream !== "samples") return;
        for (const sample of message.item) {
          if (sample.type !== "move") continue;
          waiting.push(sample.atMs);
          hear(sample.atMs, now);
        }
      });
    }
  };
  function hear(designMs: number, now: number): void {
    if (designMs <= heardMs) return;
    heardMs = designMs;
    heardAt = now;
  }
  function frame(): void {
    const now = performance.timeOrigin + performance.now();
    const position = heardMs - LAG_MS + (now - heardAt);
    const reached = waiting.filter((atMs) => atMs <= position);
    if (reached.length > 0) {
      waiting = waiting.filter((atMs) => atMs > position);
      const channel = new MessageChannel();
      // After the frame's own work and painting.
      channel.port1.onmessage = () => {
        const painted = performance.timeOrigin + performance.now();
        if (Number.isFinite(originMs)) for (const atMs of reached) bench.shown.push(painted - originMs - atMs);
      };
      channel.port2.postMessage(null);
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0;
}
