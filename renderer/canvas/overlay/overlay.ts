import type { DesignEdge } from "../../../design/document/schema.ts";
import type { Frame } from "../../../engine/contract/frame.ts";
import type { Sample } from "../../../engine/contract/sample.ts";
import { crossingMs } from "../dots/crossing.ts";
import { createDensity } from "../dots/edge-density.ts";
import { createDotFeed } from "../dots/dot-feed.ts";
import { createDotPool } from "../dots/dot-pool.ts";
import { createEdgeTable } from "../dots/edge-table.ts";
import { createHandOver } from "../dots/hand-over-moves.ts";
import { createPlaybackClock } from "../dots/playback-clock.ts";
import type { Scene } from "../../../design/picture/scene.ts";
import { createBudget } from "./budget.ts";
import { colours } from "./colours.ts";
import { dotAt, drawDots, type DotsPicture } from "./draw-dots.ts";
import type { FarCard } from "./draw-far-cards.ts";
import { createFarLayer } from "./far-layer.ts";
import { transformTo } from "./follow-view.ts";
import { countFrame } from "./stats.ts";
import { levelAt, type View } from "./view.ts";

/**
 * More dots than this are never known; they are samples then, and the labels say so. Nearly a third of them have not set off
 * yet, because the screen follows the run a little behind: at most 4,000 are under way.
 */
export const MOST_DOTS = 5600;

/** Up to so many dots are drawn round; more are squares, at half of the cost. */
const MOST_ROUND = 600;

/** What the overlay asks for while it draws. */
export interface OverlaySources {
  view(): View;
  scene(): Scene;
  /** Ids of the edges that stand for a queue. */
  queues(): ReadonlySet<string>;
  /** The edges over which channels hand their events over, by consumer. */
  handOvers(): ReadonlyMap<string, readonly DesignEdge[]>;
  farCardOf(id: string): FarCard | undefined;
  /** Raised whenever what is said of some card changes, or which are seen from afar. */
  farVersion(): number;
  /** Whether any card is seen from afar. */
  hasFarCards(): boolean;
  /** Root of the event whose path is highlighted. */
  highlighted(): string | null;
  /** False for people who asked for less motion: then there are no dots. */
  hasMotion(): boolean;
}

/** The one canvas over the flow: dots, and texts of cards seen from afar. It draws only when something moved. */
export interface Overlay {
  acceptFrame(frame: Frame): void;
  acceptSamples(samples: readonly Sample[]): void;
  /** Speed of the run; `ended` lets the dots that are under way arrive. */
  setRun(speed: number, ended: boolean): void;
  /** Another run begins: no dots. */
  reset(): void;
  /** Something that is drawn has changed. */
  invalidate(): void;
  /** The view has moved: what is drawn moves along at once, and is drawn anew with the next frame. */
  follow(): void;
  /** Root of the event whose dot is under a point of the canvas. */
  eventAt(point: { x: number; y: number }): string | null;
  /** Each dot on an edge stands for so many events. */
  samplingOf(edge: string): number;
  resize(width: number, height: number, pixelRatio: number): void;
  dispose(): void;
}

/** An overlay on a canvas. Nothing is drawn before something is said to it. */
export function createOverlay(canvas: HTMLCanvasElement, sources: OverlaySources): Overlay {
  const context = canvas.getContext("2d");
  const pool = createDotPool(MOST_DOTS);
  const feed = createDotFeed(pool);
  const table = createEdgeTable();
  const clock = createPlaybackClock();
  const budget = createBudget(MOST_DOTS);
  const handOver = createHandOver();
  const density = createDensity(table);
  const farLayer = createFarLayer();
  let scene: Scene | null = null;
  let drawn = 0;
  let speed = 1;
  let requested = 0;
  let pixelRatio = 1;
  let drawnView: View | null = null;

  function request(): void {
    if (requested === 0) requested = requestAnimationFrame(draw);
  }

  /** Puts the picture where the present view has it. */
  function place(view: View): void {
    const transform = drawnView === null ? "" : transformTo(drawnView, view);
    if (canvas.style.transform !== transform) canvas.style.transform = transform;
  }

  function takeScene(): Scene {
    const present = sources.scene();
    if (present !== scene) table.update(present.curves, sources.queues());
    scene = present;
    return present;
  }

  function picture(nowMs: number): DotsPicture {
    density.look(sources.view().zoom);
    return { pool, table, nowMs, crossingMs: crossingMs(speed), highlighted: sources.highlighted(), density, isRound: drawn <= MOST_ROUND };
  }

  function draw(wallMs: number): void {
    requested = 0;
    if (context === null) return;
    const began = performance.now();
    const view = sources.view();
    const present = takeScene();
    const nowMs = clock.now(wallMs);
    feed.advance(nowMs, crossingMs(speed));
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    if (sources.hasFarCards()) {
      const version = sources.farVersion();
      farLayer.draw(context, { view, scene: present, colours: colours(), pixelRatio, version, farCardOf: (id) => sources.farCardOf(id) });
    }
    drawn = sources.hasMotion() ? drawDots(context, view, colours(), picture(nowMs)) : 0;
    drawnView = view;
    place(view);
    const tookMs = performance.now() - began;
    feed.setBudget(budget.after(tookMs));
    countFrame(wallMs, tookMs, drawn);
    if ((pool.count() > 0 && clock.isMoving()) || (sources.hasFarCards() && levelAt(view.zoom) !== "far")) request();
  }

  return {
    acceptFrame(frame) {
      clock.report(frame.atMs, performance.now());
      takeScene();
      density.accept(frame, feed.keptShare(), crossingMs(speed));
      if (pool.count() > 0 || levelAt(sources.view().zoom) === "far") request();
    },
    acceptSamples(samples) {
      if (!sources.hasMotion()) return;
      takeScene();
      clock.hear(newestOf(samples), performance.now());
      feed.accept(handOver.complete(samples, sources.handOvers()), (id) => table.numberOf(id));
      request();
    },
    setRun(next, ended) {
      speed = next;
      clock.setSpeed(next);
      if (ended) clock.runOut(crossingMs(next));
      request();
    },
    reset() {
      clock.reset();
      feed.reset();
      handOver.reset();
      request();
    },
    invalidate: request,
    follow() {
      place(sources.view());
      request();
    },
    eventAt(point) {
      const index = dotAt(point, sources.view(), picture(clock.position()));
      return index < 0 ? null : pool.rootAt(index);
    },
    samplingOf: (edge) => density.samplingOf(edge, sources.view().zoom),
    resize(width, height, ratio) {
      pixelRatio = ratio;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      request();
    },
    dispose() {
      cancelAnimationFrame(requested);
    },
  };
}

/** The latest moment that samples tell of, ms of design time. */
function newestOf(samples: readonly Sample[]): number {
  return samples.reduce((newest, sample) => Math.max(newest, sample.type === "move" ? sample.atMs : sample.startMs), 0);
}
