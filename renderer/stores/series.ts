import type { Frame, NodeFrame } from "../../engine/contract/frame.ts";

/** What is remembered of each node, channel and edge (of that, what crosses it) for sparklines and charts. */
export const NODE_METRICS = ["inPerSecond", "outPerSecond", "depth", "inFlight", "utilization", "waitP95Ms", "serviceP95Ms", "endToEndP95Ms", "replicas", "hitRatio", "crossingPerSecond"] as const;
export type NodeMetric = (typeof NODE_METRICS)[number];

/** What is remembered of the run as a whole. */
export const OVERALL_METRICS = ["producedPerSecond", "deliveredPerSecond", "endToEndP50Ms", "endToEndP95Ms", "inFlight"] as const;
export type OverallMetric = (typeof OVERALL_METRICS)[number];

/** Oldest first; `timesMs` is design time. A gap is NaN. */
export interface Series {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** The ends of a band over time; a side that there is none of is NaN. */
export interface Band {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface SeriesStore {
  readonly accept: (frame: Frame) => void;
  readonly reset: () => void;
  /** How many frames are remembered. */
  readonly length: () => number;
  /** The newest `last` values (all without it). An id without values gives NaN throughout. */
  readonly seriesOf: (id: string, metric: NodeMetric, last?: number) => Series;
  /** What an alert's metric was held against: its limit, or the ends of its band. */
  readonly band: (alert: string) => Band;
  readonly overall: (metric: OverallMetric, last?: number) => Series;
}

/** 120 s at ten frames a second. */
const CAPACITY = 1200;

/** Ring buffers that share one clock; an id's rings are made with its first value. */
export function createSeriesStore(capacity = CAPACITY): SeriesStore {
  const times = new Float64Array(capacity);
  const rings = new Map<string, Float32Array>();
  let written = 0;

  function write(key: string, value: number): void {
    let ring = rings.get(key);
    if (!ring) {
      ring = new Float32Array(capacity).fill(NaN);
      rings.set(key, ring);
    }
    ring[written % capacity] = value;
  }

  function read(key: string, last = capacity): Series {
    const length = Math.min(written, capacity, last);
    const timesMs = new Float64Array(length);
    const values = new Float64Array(length);
    const ring = rings.get(key);
    for (let index = 0; index < length; index++) {
      const place = (written - length + index) % capacity;
      timesMs[index] = times[place] ?? NaN;
      values[index] = ring?.[place] ?? NaN;
    }
    return { timesMs, values };
  }

  return {
    accept(frame) {
      times[written % capacity] = frame.atMs;
      for (const ring of rings.values()) ring[written % capacity] = NaN;
      for (const [id, node] of Object.entries(frame.nodes)) writeNode(write, id, node);
      for (const [id, channel] of Object.entries(frame.channels)) writeNode(write, id, channel);
      for (const [id, { perSecond }] of Object.entries(frame.edges)) write(`${id}/crossingPerSecond`, perSecond);
      for (const { alert, low = NaN, high = NaN } of frame.alerts ?? []) {
        write(`${alert}/low`, low);
        write(`${alert}/high`, high);
      }
      writeOverall(write, frame);
      written++;
    },
    reset() {
      rings.clear();
      written = 0;
    },
    length: () => Math.min(written, capacity),
    seriesOf: (id, metric, last) => read(`${id}/${metric}`, last),
    band: (alert) => ({ low: read(`${alert}/low`).values, high: read(`${alert}/high`).values }),
    overall: (metric, last) => read(`/${metric}`, last),
  };
}

type Write = (key: string, value: number) => void;

function writeNode(write: Write, id: string, node: NodeFrame): void {
  write(`${id}/inPerSecond`, node.inPerSecond);
  write(`${id}/outPerSecond`, node.outPerSecond);
  write(`${id}/depth`, node.depth);
  write(`${id}/inFlight`, node.inFlight);
  write(`${id}/utilization`, node.utilization);
  write(`${id}/waitP95Ms`, node.waitMs.count > 0 ? node.waitMs.p95 : NaN);
  write(`${id}/serviceP95Ms`, node.serviceMs.count > 0 ? node.serviceMs.p95 : NaN);
  if (node.scaling) write(`${id}/replicas`, node.scaling.replicas);
  if (node.hitRatio !== undefined) write(`${id}/hitRatio`, node.hitRatio);
  if (node.endToEndMs) write(`${id}/endToEndP95Ms`, node.endToEndMs.count > 0 ? node.endToEndMs.p95 : NaN);
}

/** Sinks are the nodes with an end-to-end latency; sources those that only emit. */
function writeOverall(write: Write, frame: Frame): void {
  let delivered = 0;
  let produced = 0;
  for (const node of Object.values(frame.nodes)) {
    if (node.endToEndMs) delivered += node.inPerSecond;
    else if (!node.scaling && node.inPerSecond === 0 && node.capacity === 0) produced += node.outPerSecond;
  }
  write("/deliveredPerSecond", delivered);
  write("/producedPerSecond", produced);
  write("/endToEndP50Ms", frame.endToEndMs.count > 0 ? frame.endToEndMs.p50 : NaN);
  write("/endToEndP95Ms", frame.endToEndMs.count > 0 ? frame.endToEndMs.p95 : NaN);
  write("/inFlight", frame.ledger.inFlight);
}

/** The window's series. */
export const series: SeriesStore = createSeriesStore();

/** A node's or implicit queue's remembered values, oldest first. */
export function seriesOf(id: string, metric: NodeMetric, last?: number): Series {
  return series.seriesOf(id, metric, last);
}
