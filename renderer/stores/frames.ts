import { useSyncExternalStore } from "react";
import type { EdgeFrame, Frame, NodeFrame } from "../../engine/contract/frame.ts";
import type { SloVerdict } from "../../engine/contract/report.ts";
import { edgeFramesLookAlike, nodeFramesLookAlike } from "./frame-likeness.ts";

/** Numbers on the screen change at most this often, so that digits can be read. */
const SHOWN_EVERY_MS = 250;

const NO_SLOS: readonly SloVerdict[] = [];

type Listener = () => void;
type FrameListener = (frame: Frame) => void;
/** `nodes`, `channels` (implicit queues by edge id) or `edges`. */
type Part = "nodes" | "channels" | "edges";

export interface FrameStore {
  readonly accept: (frame: Frame) => void;
  /** Forgets everything: another run begins. */
  readonly reset: () => void;
  /** The newest frame, ten a second. */
  readonly latest: () => Frame | null;
  /** The frame that texts show, four a second. */
  readonly shown: () => Frame | null;
  /** How the SLOs stood when that was told last. */
  readonly slos: () => readonly SloVerdict[];
  readonly shownNode: (id: string) => NodeFrame | undefined;
  readonly shownChannel: (id: string) => NodeFrame | undefined;
  readonly shownEdge: (id: string) => EdgeFrame | undefined;
  /** Calls for every frame. */
  readonly subscribeFrames: (listener: FrameListener) => () => void;
  /** Calls when the shown frame changes. */
  readonly subscribeShown: (listener: Listener) => () => void;
  /** Calls when what is shown of one node, channel or edge changes visibly. */
  readonly subscribePart: (part: Part, id: string, listener: Listener) => () => void;
}

/** Keeps frames outside React; a component hears only of the node it shows. `now` in ms. */
export function createFrameStore(now: () => number = () => performance.now()): FrameStore {
  let latest: Frame | null = null;
  let shown: Frame | null = null;
  let shownAt = -Infinity;
  let slos: readonly SloVerdict[] = NO_SLOS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kept = { nodes: new Map<string, NodeFrame>(), channels: new Map<string, NodeFrame>(), edges: new Map<string, EdgeFrame>() };
  const frameListeners = new Set<FrameListener>();
  const shownListeners = new Set<Listener>();
  const partListeners = new Map<string, Set<Listener>>();

  function keep<Value>(part: Part, map: Map<string, Value>, fresh: Record<string, Value>, alike: (a: Value, b: Value) => boolean): void {
    for (const [id, value] of Object.entries(fresh)) {
      const before = map.get(id);
      if (before !== undefined && alike(before, value)) continue;
      map.set(id, value);
      notify(part, id);
    }
  }

  function notify(part: Part, id: string): void {
    for (const listener of partListeners.get(`${part}:${id}`) ?? []) listener();
  }

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    if (latest === null || latest === shown) return;
    shown = latest;
    shownAt = now();
    keep("nodes", kept.nodes, latest.nodes, nodeFramesLookAlike);
    keep("channels", kept.channels, latest.channels, nodeFramesLookAlike);
    keep("edges", kept.edges, latest.edges, edgeFramesLookAlike);
    for (const listener of shownListeners) listener();
  }

  return {
    accept(frame) {
      latest = frame;
      slos = frame.slos ?? slos;
      for (const listener of frameListeners) listener(frame);
      const waitMs = shownAt + SHOWN_EVERY_MS - now();
      if (waitMs <= 0) show();
      else timer ??= setTimeout(show, waitMs);
    },
    reset() {
      clearTimeout(timer);
      timer = undefined;
      latest = null;
      shown = null;
      slos = NO_SLOS;
      shownAt = -Infinity;
      for (const part of ["nodes", "channels", "edges"] as const) {
        const ids = [...kept[part].keys()];
        kept[part].clear();
        for (const id of ids) notify(part, id);
      }
      for (const listener of shownListeners) listener();
    },
    latest: () => latest,
    shown: () => shown,
    slos: () => slos,
    shownNode: (id) => kept.nodes.get(id),
    shownChannel: (id) => kept.channels.get(id),
    shownEdge: (id) => kept.edges.get(id),
    subscribeFrames: (listener) => addTo(frameListeners, listener),
    subscribeShown: (listener) => addTo(shownListeners, listener),
    subscribePart(part, id, listener) {
      const key = `${part}:${id}`;
      const set = partListeners.get(key) ?? new Set();
      partListeners.set(key, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0 && partListeners.get(key) === set) partListeners.delete(key);
      };
    },
  };
}

function addTo<Value>(set: Set<Value>, value: Value): () => void {
  set.add(value);
  return () => set.delete(value);
}

/** The window's frames. */
export const frames: FrameStore = createFrameStore();

/** Calls for every frame (ten a second), outside React. */
export function subscribeFrames(listener: FrameListener): () => void {
  return frames.subscribeFrames(listener);
}

/** A node's numbers for text and slots; re-renders at most four times a second, only when they look different. */
export function useNodeFrame(id: string): NodeFrame | undefined {
  return useSyncExternalStore(
    (listener) => frames.subscribePart("nodes", id, listener),
    () => frames.shownNode(id),
  );
}

/** The numbers of the implicit queue that an edge stands for. */
export function useChannelFrame(edgeId: string): NodeFrame | undefined {
  return useSyncExternalStore(
    (listener) => frames.subscribePart("channels", edgeId, listener),
    () => frames.shownChannel(edgeId),
  );
}

/** An edge's numbers; re-renders as {@link useNodeFrame} does. */
export function useEdgeFrame(id: string): EdgeFrame | undefined {
  return useSyncExternalStore(
    (listener) => frames.subscribePart("edges", id, listener),
    () => frames.shownEdge(id),
  );
}

/** How the SLOs stand while a run is on, and how they stood at its end. */
export function useSloVerdicts(): readonly SloVerdict[] {
  return useSyncExternalStore(frames.subscribeShown, frames.slos);
}

/** The whole frame as texts show it; re-renders four times a second while a run is on. */
export function useShownFrame(): Frame | null {
  return useSyncExternalStore(frames.subscribeShown, frames.shown);
}
