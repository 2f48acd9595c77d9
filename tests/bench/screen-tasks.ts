import type { Browser, Page } from "playwright-core";
import type { Design } from "../../design/document/schema.ts";
import { startApp } from "../support/app.ts";
import { chains } from "../support/canvas-harness/designs.ts";

/** How long the window's main thread was held by single tasks, ms: the aim is none over 50. */
export interface Tasks {
  /** The longest, by processor time: what else the machine does is not in it. */
  readonly longest: number;
  /** Tasks of more than 50 ms of processor time. */
  readonly long: number;
  /** The longest as a clock has it. */
  readonly longestOnClock: number;
  /** Share of the time that the thread was busy, by processor time. */
  readonly busy: number;
}

export interface TaskFigures {
  /** From the address to all cards on the screen, ms as a clock has it. */
  readonly openMs: number;
  /** Of this, processor time of the page's main thread. */
  readonly openBusyMs: number;
  readonly phases: Readonly<Record<string, Tasks>>;
  /** Functions by the share of time that was spent in them and what they called, and in themselves. */
  readonly profile?: readonly string[];
}

const GESTURE_MS = 4000;
const LONG_MS = 50;
/** Processor time of each task is in these events. */
const CATEGORIES = ["-*", "disabled-by-default-devtools.timeline", "devtools.timeline", "__metadata"];

/**
 * Opens a design of `count` nodes in the real app, pans, zooms and drags it, still and while a forecast of it runs at real time.
 * `profiled` names the gesture of which it is told in which functions the time went.
 */
export async function measureTasks(browser: Browser, count: number, profiled?: string): Promise<TaskFigures> {
  const app = await startApp({ open: bigDesign(count) });
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  try {
    await page.addInitScript(() => localStorage.setItem("spillway.run-options", JSON.stringify({ mode: "forecast", forMs: null, speed: 1 })));
    const phases: Record<string, Tasks> = {};
    const begun = performance.now();
    let openMs = 0;
    phases.open = await tasksOf(browser, page, async () => {
      await page.goto(app.url);
      await page.waitForFunction((all) => document.querySelectorAll(".react-flow__node").length === all, count);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      openMs = performance.now() - begun;
    });
    const openBusyMs = phases.open.busy * openMs;
    for (const [name, gesture] of GESTURES) phases[name] = await tasksOf(browser, page, () => gesture(page));
    await page.getByRole("button", { name: "Run", exact: true }).first().click();
    await page.waitForTimeout(3000);
    phases.run = await tasksOf(browser, page, () => page.waitForTimeout(GESTURE_MS));
    const gesture = GESTURES.find(([name]) => name === profiled)?.[1];
    const profile = gesture === undefined ? undefined : await profileOf(page, () => gesture(page));
    for (const [name, gesture] of GESTURES) phases[`${name}, running`] = await tasksOf(browser, page, () => gesture(page));
    return { openMs, openBusyMs, phases, ...(profile === undefined ? {} : { profile }) };
  } finally {
    await page.close();
    await app.close();
  }
}

/** The same gestures, but for those that need our keys, on React Flow with as many nodes of its own and nothing else: what of a task is not ours. */
export async function measurePlainTasks(browser: Browser, address: string, count: number): Promise<TaskFigures["phases"]> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  try {
    await page.goto(`${address}/plain.html?nodes=${count}`);
    await page.locator(".react-flow__node").first().waitFor();
    const phases: Record<string, Tasks> = {};
    for (const [name, gesture] of GESTURES) if (gesture !== fit) phases[name] = await tasksOf(browser, page, () => gesture(page));
    return phases;
  } finally {
    await page.close();
  }
}

/** Many chains that a computer can carry out: a few events a second each. */
function bigDesign(count: number): Design {
  const { design } = chains(count, Math.round(count * 1.5));
  return { ...design, nodes: design.nodes.map((node) => (node.kind === "producer" ? { ...node, settings: { arrivals: { process: "poisson", ratePerSecond: 5 } } } : node)) };
}

const GESTURES: readonly (readonly [name: string, gesture: (page: Page) => Promise<void>])[] = [
  ["pan", pan],
  ["zoom", zoom],
  ["fit", fit],
  ["drag", drag],
];

/** Drags the empty canvas in circles. */
async function pan(page: Page): Promise<void> {
  await page.mouse.move(800, 60);
  await page.mouse.down({ button: "middle" });
  await forAWhile((angle) => page.mouse.move(800 + Math.sin(angle) * 200, 160 + Math.cos(angle) * 90));
  await page.mouse.up({ button: "middle" });
}

/** In and out, over all levels of detail. */
async function zoom(page: Page): Promise<void> {
  await page.mouse.move(800, 300);
  await forAWhile((angle) => page.mouse.wheel(0, Math.sin(angle / 2) * 60));
}

/** From near, where few cards are in view, to all of them. */
async function fit(page: Page): Promise<void> {
  await page.keyboard.press("Shift+2");
  await page.waitForTimeout(800);
  await page.keyboard.press("Shift+1");
  await page.waitForTimeout(800);
}

/** Drags a card about, with all of them in view. */
async function drag(page: Page): Promise<void> {
  const box = await page.locator(".react-flow__node").nth(40).boundingBox();
  const [x, y] = [(box?.x ?? 800) + (box?.width ?? 0) / 2, (box?.y ?? 300) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await forAWhile((angle) => page.mouse.move(x + Math.sin(angle) * 120, y + Math.cos(angle) * 60));
  await page.mouse.up();
}

async function forAWhile(step: (angle: number) => Promise<void>): Promise<void> {
  const end = performance.now() + GESTURE_MS;
  for (let angle = 0; performance.now() < end; angle += 0.12) await step(angle);
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: Partial<ShownFrame> & { readonly frames?: readonly ShownFrame[] } };
}

interface ShownFrame {
  readonly url: string;
  readonly processId?: number;
}

/** The tasks of the page's main thread while `work` is done. */
async function tasksOf(browser: Browser, page: Page, work: () => Promise<void>): Promise<Tasks> {
  await browser.startTracing(page, { categories: CATEGORIES });
  const begun = performance.now();
  await work();
  const tookMs = performance.now() - begun;
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const pages = pageProcesses(trace.traceEvents, new URL(page.url()).origin);
  const mains = new Set(trace.traceEvents.filter(({ name, pid, args }) => name === "thread_name" && args?.name === "CrRendererMain" && pages.has(pid)).map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = trace.traceEvents.filter((event) => event.name === "RunTask" && event.ph === "X" && mains.has(`${event.pid} ${event.tid}`));
  const times = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    longest: Math.max(0, ...times),
    long: times.filter((ms) => ms > LONG_MS).length,
    longestOnClock: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)),
    busy: times.reduce((sum, ms) => sum + ms, 0) / tookMs,
  };
}

/** The processes that show pages of an origin; the browser has others of its own. */
function pageProcesses(events: readonly TraceEvent[], origin: string): ReadonlySet<number> {
  const shown = events.flatMap(({ name, args }): readonly Partial<ShownFrame>[] => {
    if (name === "TracingStartedInBrowser") return args?.data?.frames ?? [];
    return name === "FrameCommittedInBrowser" && args?.data !== undefined ? [args.data] : [];
  });
  return new Set(shown.flatMap(({ url, processId }) => (url?.startsWith(origin) && processId !== undefined ? [processId] : [])));
}

/** `12.4 % 3.1 % name file:line`: in all, and in the function itself. */
async function profileOf(page: Page, work: () => Promise<void>): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: 500 });
  await session.send("Profiler.start");
  await work();
  const { profile } = await session.send("Profiler.stop");
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const frames = new Map(profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [id, `${functionName || "(anonymous)"} ${url.split("/").at(-1) ?? ""}:${lineNumber}`]));
  const spent = new Map<string, { all: number; self: number }>();
  const samples = profile.samples ?? [];
  for (const sample of samples) {
    const stack = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) stack.add(frames.get(id) ?? "");
    for (const name of stack) {
      const before = spent.get(name) ?? { all: 0, self: 0 };
      spent.set(name, { all: before.all + 1, self: before.self + (name === frames.get(sample) ? 1 : 0) });
    }
  }
  const percent = (count: number) => `${((count / samples.length) * 100).toFixed(1)} %`;
  return [...spent].toSorted(([, a], [, b]) => b.all - a.all).slice(0, 60).map(([name, { all, self }]) => `${percent(all)} ${percent(self)} ${name}`);
}
