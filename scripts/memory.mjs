/**
 * Whether the window's memory stays flat while a design runs: `node scripts/memory.mjs [minutes [design]]`.
 * Serves the app, opens a design in a Chromium without a picture, runs it live without an end, and writes a JSON line for each sample of
 * the heap after a collection of garbage, and at last how much it grew an hour once the window of remembered numbers was full.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "./build.mjs";
import { findChromium } from "./lib/chromium.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const MINUTES = Number(process.argv[2] ?? 60);
const DESIGN = process.argv[3] ?? "examples/fan-out.spillway.json";
const EVERY_MS = 15_000;
/** What charts remember: only after it is full can memory be flat. */
const FULL_AFTER_MS = 150_000;

await build({ root: ROOT });
const folder = mkdtempSync(join(tmpdir(), "spillway-memory-"));
const file = join(folder, "design.spillway.json");
cpSync(resolve(ROOT, DESIGN), file);
const app = spawn(process.execPath, [join(ROOT, "dist/node/cli.js"), "serve", file], {
  cwd: folder,
  env: { ...process.env, XDG_DATA_HOME: join(folder, "data"), SPILLWAY_DATA: "", SPILLWAY_REDIS_URL: "" },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => app.once("close", resolve));
const browser = await chromium.launch({ executablePath: await findChromium(ROOT), args: ["--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc"] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.addInitScript(() => localStorage.setItem("spillway.run-options", JSON.stringify({ mode: "live", forMs: null, speed: 1 })));
  await page.goto(await addressOf(app));
  await page.locator(".react-flow__node").first().waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).first().click();
  // Without a run memory is flat, and proves nothing.
  await page.getByRole("button", { name: "Stop", exact: true }).first().waitFor();
  await page.getByRole("tablist", { name: "Dock" }).getByRole("tab", { name: "Metrics" }).click();
  const samples = await watch(page);
  if (!(await page.getByRole("button", { name: "Stop", exact: true }).first().isVisible())) throw new Error("The run ended before the time was up.");
  const steady = samples.filter(({ atMs }) => atMs >= FULL_AFTER_MS);
  console.log(JSON.stringify({ minutes: MINUTES, design: DESIGN, firstMb: samples[0]?.heapMb, lastMb: samples.at(-1)?.heapMb, steadyFromMb: steady[0]?.heapMb, growthMbPerHour: slope(steady) }));
} finally {
  await browser.close();
  app.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function watch(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const samples = [];
  const begun = Date.now();
  while (Date.now() - begun < MINUTES * 60_000) {
    await page.waitForTimeout(EVERY_MS);
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    const sample = { atMs: Date.now() - begun, heapMb: round(of("JSHeapUsedSize") / 2 ** 20), nodes: of("Nodes"), listeners: of("JSEventListeners") };
    samples.push(sample);
    console.log(JSON.stringify(sample));
  }
  return samples;
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    child.once("close", () => reject(new Error("The app ended before it was up.")));
    createInterface(child.stdout).on("line", (line) => {
      const [address] = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}

/** MB an hour of the straight line through the samples (least squares). */
function slope(samples) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [samples.map(({ atMs }) => atMs / 3_600_000), samples.map(({ heapMb }) => heapMb)];
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  return spread === 0 ? null : round(x.reduce((sum, value, index) => sum + (value - mx) * ((y[index] ?? 0) - my), 0) / spread);
}

function round(value) {
  return Math.round(value * 100) / 100;
}
