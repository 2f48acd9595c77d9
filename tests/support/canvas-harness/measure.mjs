import { loadavg } from "node:os";
import { pathToFileURL } from "node:url";
import { buildHarness, openBrowser, serveHarness } from "./page.mjs";

const NODES = 300;
const DOTS = 2000;
const SECONDS = 6;
/** Dots that would run together on their edge are not drawn; so many more are fed that as many as wanted are seen. */
const SURPLUS = 1.9;

/**
 * Measures frame times of the canvas with 300 nodes, frames at 10 Hz and 2,000 dots under way, beside those of plain React
 * Flow with as many empty nodes, standing still and while the user pans. Times in ms; `mainBusy` is the processor time of
 * the page's main thread as a share of the time, which other work on the machine does not change. Needs a Chromium; builds
 * what it measures.
 */
export async function measureCanvas({ nodes = NODES, dots = DOTS, seconds = SECONDS, rounds = 1 } = {}) {
  await buildHarness();
  const server = await serveHarness();
  try {
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      const plain = await measurePage(`${server.address}/plain.html?nodes=${nodes}`, seconds, false);
      const plainPanned = await measurePage(`${server.address}/plain.html?nodes=${nodes}`, seconds, true);
      const canvas = await measurePage(`${server.address}/index.html?bench&run&nodes=${nodes}&dots=${Math.round(dots * SURPLUS)}`, seconds, false);
      const canvasPanned = await measurePage(`${server.address}/index.html?bench&run&nodes=${nodes}&dots=${Math.round(dots * SURPLUS)}`, seconds, true);
      results.push({ plain, canvas, plainPanned, canvasPanned });
    }
    return { nodes, dots, seconds, load: Number(loadavg()[0].toFixed(1)), rounds: results, ratioP95: ratios(results, "plain", "canvas"), ratioP95Panned: ratios(results, "plainPanned", "canvasPanned") };
  } finally {
    await server.close();
  }
}

function ratios(results, plain, canvas) {
  const all = results.map((round) => round[canvas].p95 / round[plain].p95).toSorted((one, other) => one - other);
  return Number((all[Math.floor(all.length / 2)] ?? Number.NaN).toFixed(2));
}

async function measurePage(address, seconds, pans) {
  const { page, close } = await openBrowser();
  try {
    await page.goto(address);
    await page.waitForTimeout(3500);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await busySeconds(session);
    const recording = page.evaluate(recordFrames, seconds * 1000);
    if (pans) await pan(page, seconds);
    const { frames, stats } = await recording;
    const busy = (await busySeconds(session)) - before;
    return { ...summary(frames), mainBusy: Number((busy / seconds).toFixed(3)), ...stats };
  } finally {
    await close();
  }
}

/** Drags the empty canvas in circles. */
async function pan(page, seconds) {
  await page.mouse.move(800, 40);
  await page.mouse.down();
  const end = Date.now() + seconds * 1000 - 200;
  for (let angle = 0; Date.now() < end; angle += 0.12) await page.mouse.move(800 + Math.sin(angle) * 120, 40 + Math.cos(angle) * 30);
  await page.mouse.up();
}

async function busySeconds(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** Runs in the page: the times between animation frames. */
function recordFrames(forMs) {
  return new Promise((resolve) => {
    const frames = [];
    let last = performance.now();
    const end = last + forMs;
    requestAnimationFrame(function next(now) {
      frames.push(now - last);
      last = now;
      if (now < end) return void requestAnimationFrame(next);
      const bench = globalThis.__spillwayCanvasStats;
      const drawMs = bench?.drawMs.toSorted((one, other) => one - other) ?? [];
      const at = (share) => Number((drawMs[Math.floor(drawMs.length * share)] ?? 0).toFixed(2));
      resolve({ frames: frames.slice(1), stats: bench === undefined ? {} : { dotsDrawn: bench.dots, drawP50: at(0.5), drawP95: at(0.95) } });
    });
  });
}

function summary(frames) {
  const sorted = frames.toSorted((one, other) => one - other);
  const at = (share) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1));
  const seconds = frames.reduce((sum, each) => sum + each, 0) / 1000;
  return { fps: Number((frames.length / seconds).toFixed(1)), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const rounds = Number(process.argv[2] ?? 1);
  console.log(JSON.stringify(await measureCanvas({ rounds }), null, 2));
}
