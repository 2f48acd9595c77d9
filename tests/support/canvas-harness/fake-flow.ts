import { STILL_NODE, type EdgeFrame, type Frame, type NodeFrame } from "../../../engine/contract/frame.ts";
import { emptyLedgerEntry } from "../../../engine/contract/ledger.ts";
import type { Sample } from "../../../engine/contract/sample.ts";
import { NO_STATS, type Stats } from "../../../engine/contract/stats.ts";
import { queueEdges } from "../../../design/picture/queue-edges.ts";
import type { Scenery } from "./designs.ts";

export const INTERVAL_MS = 100;

/** What one interval of a run that never happened says. */
export interface FakeInterval {
  readonly frame: Frame;
  readonly samples: readonly Sample[];
}

/**
 * A run that never happened: rates go down the edges, numbers add up, events take whole paths. `dots` is how many should be
 * under way at a time; sampling follows from that.
 */
export function createFakeFlow({ design, rates, shares, traits }: Scenery, dots: number): { next(): FakeInterval } {
  const edgeRates = flowRates(design, rates, shares, traits);
  const total = [...edgeRates.values()].reduce((sum, rate) => sum + rate, 0);
  const sampling = Math.max(1, Math.round(total / 2 / dots));
  const outOf = new Map(design.nodes.map((node) => [node.id, design.edges.filter((edge) => edge.from.node === node.id)]));
  const into = new Map(design.nodes.map((node) => [node.id, design.edges.filter((edge) => edge.to.node === node.id)]));
  /** What is heard of in which interval. */
  const ahead = new Map<number, Sample[]>();
  const kindOf = new Map(design.nodes.map((node) => [node.id, node.kind]));
  const sums = new Map<string, number>();
  let random = 7;
  let seq = 0;
  let owed = new Map<string, number>();

  function draw(): number {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return random / 2 ** 32;
  }

  function hear(atMs: number, sample: Sample): void {
    const interval = Math.floor(atMs / INTERVAL_MS) + 1;
    const others = ahead.get(interval);
    if (others === undefined) ahead.set(interval, [sample]);
    else others.push(sample);
  }

  function walk(root: string, producer: string, atMs: number): void {
    let [node, time, event] = [producer, atMs, root];
    hear(time, { type: "span", node, event, root, startMs: time, waitMs: 0, serviceMs: 0, attempt: 1, outcome: "emitted" });
    for (let hop = 0; hop < 12; hop += 1) {
      const ways = outOf.get(node) ?? [];
      const weight = ways.reduce((sum, edge) => sum + (edgeRates.get(edge.id) ?? 0), 0);
      let pick = draw() * weight;
      const way = ways.find((edge) => (pick -= edgeRates.get(edge.id) ?? 0) <= 0) ?? ways[0];
      if (way === undefined || traits[node]?.dead) return;
      const failed = way.from.port === "deadLetter" || draw() < (traits[node]?.failing ?? 0);
      event = `${event}.${hop}`;
      hear(time, { type: "move", edge: way.id, event, root, atMs: time, failed });
      node = way.to.node;
      const kind = kindOf.get(node);
      const waitMs = kind === "consumer" ? (traits[way.from.node]?.waitMs ?? 10) * draw() * 2 : 0;
      const serviceMs = kind === "consumer" ? 15 + draw() * 30 : 0;
      hear(time + waitMs, { type: "span", node, event, root, startMs: time + waitMs, waitMs, serviceMs, attempt: 1, outcome: "done" });
      time += waitMs + serviceMs;
    }
  }

  function makeSamples(from: number, to: number): Sample[] {
    for (const [producer, rate] of Object.entries(rates)) {
      let due = (owed.get(producer) ?? draw()) + ((rate * wave(producer, seq)) / sampling / 1000) * (to - from);
      for (; due >= 1; due -= 1) walk(`${producer}-${seq}-${due.toFixed(4)}`, producer, from + draw() * (to - from));
      owed = new Map(owed).set(producer, due);
    }
    const interval = Math.ceil(to / INTERVAL_MS);
    const ready = ahead.get(interval) ?? [];
    ahead.delete(interval);
    return ready;
  }

  function nodeFrame(id: string, kind: string): NodeFrame {
    const sway = wave(id, seq);
    const rateOf = (list: typeof design.edges) => list.reduce((sum, edge) => sum + (edgeRates.get(edge.id) ?? 0), 0) * sway;
    const { depth = 4, waitMs = 9, busy = 0.5, slots = 4, failing = 0, dead = false } = traits[id] ?? {};
    const inPerSecond = dead ? 0 : rateOf(into.get(id) ?? []);
    if (dead) return { ...STILL_NODE, slots: "d".repeat(slots) };
    const outPerSecond = kind === "producer" ? (rates[id] ?? 0) * sway : rateOf(outOf.get(id) ?? []);
    const isTerminal = kind === "sink" || kind === "deadLetter";
    const amount = (sums.get(id) ?? inPerSecond * 120) + inPerSecond / 10;
    sums.set(id, amount);
    const utilization = Math.min(1, busy * (0.97 + 0.03 * sway));
    return {
      in: inPerSecond / 10,
      out: outPerSecond / 10,
      errors: (failing * inPerSecond) / 10,
      retries: 0,
      stalls: 0,
      duplicates: 0,
      deadLetters: 0,
      refused: 0,
      inPerSecond,
      outPerSecond,
      depth: isTerminal ? Math.floor(amount) : kind === "queue" ? Math.max(0, Math.round(depth * (0.5 + 0.5 * sway))) : 0,
      inFlight: kind === "consumer" ? Math.round(slots * utilization) : 0,
      capacity: kind === "consumer" ? slots : 0,
      utilization,
      waitMs: stats(waitMs * sway),
      serviceMs: kind === "consumer" ? stats(20) : NO_STATS,
      ...(kind === "sink" ? { endToEndMs: stats(61 * sway) } : {}),
      ...(kind === "consumer" ? { slots: slotsOf(slots, utilization, failing) } : {}),
    };
  }

  function slotsOf(count: number, busy: number, failing: number): string {
    return Array.from({ length: count }, () => (draw() < busy ? (draw() < failing * 4 ? "f" : "b") : "i")).join("");
  }

  return {
    next() {
      seq += 1;
      const atMs = seq * INTERVAL_MS;
      const nodes = Object.fromEntries(design.nodes.map((node) => [node.id, nodeFrame(node.id, node.kind)]));
      const edges = Object.fromEntries(
        design.edges.map((edge): [string, EdgeFrame] => {
          const perSecond = (edgeRates.get(edge.id) ?? 0) * wave(edge.from.node, seq);
          const failed = edge.from.port === "deadLetter" ? perSecond / 10 : 0;
          return [edge.id, { count: perSecond / 10, failed, duplicates: 0, deadLetters: failed, perSecond }];
        }),
      );
      const channels = Object.fromEntries(
        [...queueEdges(design)].flatMap((id) => design.edges.filter((edge) => edge.id === id)).map((edge) => [edge.id, { ...nodeFrame(edge.id, "queue"), depth: traits[edge.to.node]?.dead ? Math.round(2 * seq) : Math.round(3 * wave(edge.id, seq)) }]),
      );
      const produced = design.nodes.reduce((sum, node) => sum + (node.kind === "sink" || node.kind === "deadLetter" ? (nodes[node.id]?.depth ?? 0) : 0), 0);
      const frame: Frame = {
        seq,
        atMs,
        intervalMs: INTERVAL_MS,
        nodes,
        channels,
        edges,
        endToEndMs: stats(61),
        ledger: { ...emptyLedgerEntry(), produced, unsettled: 0, balanced: true, lost: 0 },
        processes: [],
        saturated: [],
        sampling,
      };
      return { frame, samples: makeSamples(atMs - INTERVAL_MS, atMs) };
    },
  };
}

/** Rates of all edges: what enters a node leaves it, shared out over each of its out edges. */
function flowRates(design: Scenery["design"], rates: Scenery["rates"], shares: Scenery["shares"], traits: Scenery["traits"]): Map<string, number> {
  const edgeRates = new Map<string, number>();
  for (let round = 0; round < 12; round += 1) {
    for (const node of design.nodes) {
      const ways = design.edges.filter((edge) => edge.from.node === node.id);
      const arriving = design.edges.filter((edge) => edge.to.node === node.id).reduce((sum, edge) => sum + (edgeRates.get(edge.id) ?? 0), 0);
      for (const edge of ways) edgeRates.set(edge.id, (traits[node.id]?.dead ? 0 : (rates[node.id] ?? arriving)) * (shares[edge.id] ?? 1 / ways.length));
    }
  }
  return edgeRates;
}

/** A gentle swing about 1, another one for each id. */
function wave(id: string, seq: number): number {
  const phase = Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return 1 + 0.09 * Math.sin(seq / 11 + phase) + 0.05 * Math.sin(seq / 3.7 + phase * 2) + 0.03 * Math.sin(seq / 1.3 + phase);
}

function stats(mean: number): Stats {
  return { count: 500, mean, p50: mean * 0.8, p95: mean, p99: mean * 1.6, max: mean * 3 };
}
