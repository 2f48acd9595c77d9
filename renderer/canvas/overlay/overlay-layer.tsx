import { useEffect, useRef } from "react";
import { isActive } from "../../stores/run-state.ts";
import { subscribeFrames, frames } from "../../stores/frames.ts";
import { runStore } from "../../stores/run-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { spotlightStore } from "../../stores/spotlight.ts";
import { subscribeSamples } from "../../stores/traces.ts";
import { handOverEdges } from "../model/hand-over.ts";
import { queueEdges } from "../../../design/picture/queue-edges.ts";
import { createFarCards } from "../live/far-cards.ts";
import { detailVersion, isChanging, isStillFar } from "../live/detail-levels.ts";
import { highlightStore } from "../live/highlight.ts";
import { noteSampling } from "../live/sampling.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { subscribeColours } from "./colours.ts";
import { createOverlay, type Overlay } from "./overlay.ts";
import { levelAt } from "./view.ts";

export interface OverlayLayerProps {
  /** Given the overlay while it is on the screen. */
  readonly onOverlay: (overlay: Overlay | null) => void;
}

/** The canvas over the flow. React renders it once; what it shows comes from the stores. */
export function OverlayLayer({ onOverlay }: OverlayLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const stop = run(canvas.current, onOverlay);
    return stop;
  }, [onOverlay]);
  return <canvas ref={canvas} className="overlay" aria-hidden="true" />;
}

function run(canvas: HTMLCanvasElement, onOverlay: OverlayLayerProps["onOverlay"]): () => void {
  const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
  const farCards = createFarCards();
  const handOvers = rememberLast(handOverEdges);
  const overlay = createOverlay(canvas, {
    view: () => viewStore.getState().view,
    scene: () => sceneStore.getState().scene,
    queues: () => queueEdges(sceneStore.getState().design),
    handOvers: () => handOvers(sceneStore.getState().design),
    farCardOf: (id) => (isFar() || isStillFar(id) ? farCards.of(id) : undefined),
    farVersion: () => farCards.version() + detailVersion(),
    hasFarCards: () => isFar() || isChanging(),
    highlighted: () => sessionStore.getState().selectedEvent,
    hasMotion: () => !reduced.matches,
  });
  onOverlay(overlay);
  const { run: present } = runStore.getState();
  if (present !== null) overlay.setRun(present.speed, !isActive(present));
  const invalidate = () => overlay.invalidate();
  const resize = () => overlay.resize(canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio);
  const observer = new ResizeObserver(resize);
  observer.observe(canvas);
  const stops = [
    subscribeFrames((frame) => {
      overlay.acceptFrame(frame);
      noteSampling((edge) => overlay.samplingOf(edge), Object.keys(frame.edges));
    }),
    frames.subscribeShown(() => farCards.forget()),
    subscribeSamples((samples) => overlay.acceptSamples(samples)),
    runStore.subscribe((after, before) => {
      if (after.run === before.run) return;
      if (after.run?.runId !== before.run?.runId) overlay.reset();
      farCards.forget();
      if (after.run === null) return;
      const hasEnded = !isActive(after.run) && isActive(before.run);
      overlay.setRun(after.run.speed, hasEnded);
    }),
    viewStore.subscribe((after, before) => {
      if (after.view !== before.view) overlay.follow();
    }),
    sceneStore.subscribe((after, before) => {
      if (after.design !== before.design) farCards.forget();
      overlay.invalidate();
    }),
    highlightStore.subscribe(invalidate),
    spotlightStore.subscribe(() => {
      farCards.forget();
      overlay.invalidate();
    }),
    sessionStore.subscribe((after, before) => {
      if (after.selection === before.selection && (after.hovered === before.hovered || !isFar())) return;
      farCards.forget();
      overlay.invalidate();
    }),
    subscribeColours(invalidate),
  ];
  return () => {
    for (const stop of stops) stop();
    observer.disconnect();
    overlay.dispose();
    onOverlay(null);
  };
}

/** Whether all cards are seen from afar. */
function isFar(): boolean {
  return levelAt(viewStore.getState().view.zoom) === "far";
}

/** The same result for the same argument, as long as it is asked for nothing else. */
function rememberLast<Argument, Result>(work: (argument: Argument) => Result): (argument: Argument) => Result {
  let last: { argument: Argument; result: Result } | null = null;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: work(argument) };
    return last.result;
  };
}
