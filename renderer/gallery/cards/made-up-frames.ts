import type { DesignEdge } from "../../../design/document/schema.ts";
import type { KindType } from "../../../design/kinds/registry.ts";
import { STILL_NODE, type EdgeFrame, type Frame, type NodeFrame } from "../../../engine/contract/frame.ts";
import { emptyLedgerEntry } from "../../../engine/contract/ledger.ts";
import { NO_STATS, type Stats } from "../../../engine/contract/stats.ts";
import type { Look } from "./looks.ts";

interface Numbered {
  readonly kind: KindType;
  readonly look: Look;
  readonly node: { readonly id: string };
}

const INTERVAL_MS = 100;
const RATE = 412;

/** The frame number `seq` of a run that never happened, in which every cell of a sheet looks as it should. */
export function frameAt(cells: readonly Numbered[], edges: readonly DesignEdge[], seq: number): Frame {
  const nodes = Object.fromEntries(cells.filter(({ look }) => look !== "rest").map(({ node, kind, look }) => [node.id, nodeFrameOf(kind, look, seq)]));
  return {
    seq,
    atMs: (seq + 1) * INTERVAL_MS,
    intervalMs: INTERVAL_MS,
    nodes,
    channels: {},
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edgeFrameOf(edge, nodes[edge.from.node])])),
    endToEndMs: stats(61),
    ledger: { ...emptyLedgerEntry(), produced: 49_446, delivered: 48_112, inFlight: 1297, unsettled: 0, balanced: true, lost: 0 },
    processes: [],
    saturated: [],
    sampling: 1,
  };
}

function nodeFrameOf(kind: KindType, look: Look, seq: number): NodeFrame {
  const frame = onlyWhatItHas(kind, byLook(look, wave(kind, seq)));
  // Every arrival at a dead letter is bad news: it is calm only once nothing arrives.
  if (kind === "deadLetter") return look === "idle" ? STILL_NODE : { ...frame, depth: 37, in: look === "failing" ? 1 : 0, inPerSecond: look === "failing" ? 10 : 0 };
  return kind === "sink" ? { ...frame, depth: 49_261 } : frame;
}

/** Numbers that a frame has of some kinds only. */
function onlyWhatItHas(kind: KindType, { lag, breaker, targets, hitRatio, scaling, endToEndMs, ...frame }: NodeFrame): NodeFrame {
  return {
    ...frame,
    ...(kind === "topic" ? { lag } : {}),
    ...(kind === "circuitBreaker" ? { breaker } : {}),
    ...(kind === "loadBalancer" ? { targets } : {}),
    ...(kind === "cache" ? { hitRatio } : {}),
    ...(kind === "autoscaler" ? { scaling } : {}),
    ...(kind === "sink" ? { endToEndMs } : {}),
  };
}

function byLook(look: Look, sway: number): NodeFrame {
  const rate = RATE * sway;
  const busy: NodeFrame = {
    ...STILL_NODE,
    in: rate / 10,
    out: rate / 10,
    inPerSecond: rate,
    outPerSecond: rate * 0.97,
    depth: Math.round(128 * sway),
    inFlight: 8,
    capacity: 12,
    utilization: 0.68 * sway,
    waitMs: stats(38 * sway),
    serviceMs: stats(24),
    endToEndMs: stats(61 * sway),
    slots: "bbbbibbbibii",
    hitRatio: 0.914,
    lag: { billing: [12, 8, 41, 9, 11, 7], fraud: [3, 4, 22, 5, 2, 4] },
    breaker: { closed: 2, open: 0, halfOpen: 0 },
    targets: { in: 3, out: 0 },
    scaling: { replicas: 4, metric: 81 },
  };
  switch (look) {
    case "rest":
      return STILL_NODE;
    case "idle":
      return { ...STILL_NODE, capacity: 12, slots: "iiiiiiiiiiii", breaker: { closed: 2, open: 0, halfOpen: 0 }, targets: { in: 3, out: 0 }, lag: { billing: [0, 0, 0, 0, 0, 0] }, scaling: { replicas: 1, metric: null } };
    case "busy":
    case "selected":
    case "predicted":
      return busy;
    case "saturated":
      return {
        ...busy,
        depth: Math.round(8420 * sway),
        inFlight: 12,
        utilization: 0.98,
        waitMs: stats(1840 * sway),
        slots: "bbbbbbbbbbbb",
        hitRatio: 0.31,
        lag: { billing: [640, 590, 5120, 601, 640, 580], fraud: [40, 44, 130, 37, 51, 29] },
        breaker: { closed: 1, open: 0, halfOpen: 1 },
        targets: { in: 2, out: 1 },
      };
    case "failing":
      return {
        ...busy,
        errors: 6,
        refused: 6,
        depth: Math.round(48_200 * sway),
        waitMs: stats(64_000 * sway),
        slots: "bbfbibffbfib",
        hitRatio: 0.08,
        lag: { billing: [4100, 3900, 31_400, 4200, 4300, 4000], fraud: [90, 80, 210, 75, 88, 70] },
        breaker: { closed: 0, open: 2, halfOpen: 0 },
        targets: { in: 0, out: 3 },
      };
    case "dead":
      return { ...STILL_NODE, depth: 5120, slots: "dddddddddddd", targets: { in: 0, out: 3 } };
  }
}

function edgeFrameOf(edge: DesignEdge, node: NodeFrame | undefined): EdgeFrame {
  // What leaves by the other ports is the exception.
  const perSecond = (node?.outPerSecond ?? 0) * (["out", "matched", "target"].includes(edge.from.port) ? 0.9 : 0.07);
  return { count: perSecond / 10, failed: 0, duplicates: 0, deadLetters: 0, perSecond };
}

/** A gentle swing about 1, another one for each word. */
function wave(word: string, seq: number): number {
  const phase = Array.from(word).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return 1 + 0.09 * Math.sin(seq / 11 + phase) + 0.05 * Math.sin(seq / 3.7 + phase * 2) + 0.03 * Math.sin(seq / 1.3 + phase);
}

function stats(p95: number): Stats {
  return { ...NO_STATS, count: 500, mean: p95 * 0.7, p50: p95 * 0.6, p95, p99: p95 * 1.6, max: p95 * 3 };
}
