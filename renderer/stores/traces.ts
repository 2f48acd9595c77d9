import { useSyncExternalStore } from "react";
import type { MoveSample, Sample, SpanSample } from "../../engine/contract/sample.ts";

/** The sampled path of one produced event and all its descendants, in the order in which it was heard. */
export interface Trace {
  readonly root: string;
  /** When its first step began, ms of design time. */
  readonly startMs: number;
  readonly endMs: number;
  readonly spans: readonly SpanSample[];
  readonly moves: readonly MoveSample[];
}

export interface TraceStore {
  readonly accept: (samples: readonly Sample[]) => void;
  readonly reset: () => void;
  /** Newest first; the same array until something changed and was announced. */
  readonly list: () => readonly Trace[];
  readonly traceOf: (root: string) => Trace | undefined;
  /** Calls for every batch, as it comes. */
  readonly subscribeSamples: (listener: (samples: readonly Sample[]) => void) => () => void;
  /** Calls at most twice a second after the list changed. */
  readonly subscribeList: (listener: () => void) => () => void;
}

const MOST_TRACES = 500;
const MOST_STEPS = 400;
const ANNOUNCE_EVERY_MS = 500;

/** Groups samples by root and keeps the newest `limit` traces. */
export function createTraceStore(limit = MOST_TRACES): TraceStore {
  const traces = new Map<string, Trace>();
  const sampleListeners = new Set<(samples: readonly Sample[]) => void>();
  const listListeners = new Set<() => void>();
  let listed: readonly Trace[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function announce(): void {
    timer = undefined;
    listed = [...traces.values()].toReversed();
    for (const listener of listListeners) listener();
  }

  return {
    accept(samples) {
      if (samples.length === 0) return;
      for (const sample of samples) traces.set(sample.root, withSample(traces.get(sample.root), sample));
      for (const root of traces.keys()) {
        if (traces.size <= limit) break;
        traces.delete(root);
      }
      for (const listener of sampleListeners) listener(samples);
      timer ??= setTimeout(announce, ANNOUNCE_EVERY_MS);
    },
    reset() {
      traces.clear();
      clearTimeout(timer);
      announce();
    },
    list: () => listed,
    traceOf: (root) => traces.get(root),
    subscribeSamples: (listener) => addTo(sampleListeners, listener),
    subscribeList: (listener) => addTo(listListeners, listener),
  };
}

function withSample(trace: Trace | undefined, sample: Sample): Trace {
  const startMs = sample.type === "span" ? sample.startMs - sample.waitMs : sample.atMs;
  const endMs = sample.type === "span" ? sample.startMs + sample.serviceMs : sample.atMs;
  const before: Trace = trace ?? { root: sample.root, startMs, endMs, spans: [], moves: [] };
  return {
    root: before.root,
    startMs: Math.min(before.startMs, startMs),
    endMs: Math.max(before.endMs, endMs),
    spans: sample.type === "span" && before.spans.length < MOST_STEPS ? [...before.spans, sample] : before.spans,
    moves: sample.type === "move" && before.moves.length < MOST_STEPS ? [...before.moves, sample] : before.moves,
  };
}

function addTo<Value>(set: Set<Value>, value: Value): () => void {
  set.add(value);
  return () => set.delete(value);
}

/** The window's sampled events. */
export const traces: TraceStore = createTraceStore();

/** Calls for every batch of samples, outside React. */
export function subscribeSamples(listener: (samples: readonly Sample[]) => void): () => void {
  return traces.subscribeSamples(listener);
}

/** Recent traces, newest first; re-renders at most twice a second. */
export function useTraces(): readonly Trace[] {
  return useSyncExternalStore(traces.subscribeList, traces.list);
}
