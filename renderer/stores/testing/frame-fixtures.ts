import { STILL_NODE, type Frame, type NodeFrame } from "../../../engine/contract/frame.ts";
import { emptyLedgerEntry } from "../../../engine/contract/ledger.ts";
import { NO_STATS } from "../../../engine/contract/stats.ts";

/** A node's frame in which nothing happens, for tests. */
export function nodeFrame(change: Partial<NodeFrame> = {}): NodeFrame {
  return { ...STILL_NODE, ...change };
}

/** Frame number `seq` of a run, for tests. */
export function frameOf(seq: number, nodes: Record<string, NodeFrame>, change: Partial<Frame> = {}): Frame {
  return {
    seq,
    atMs: (seq + 1) * 100,
    intervalMs: 100,
    nodes,
    channels: {},
    edges: {},
    endToEndMs: NO_STATS,
    ledger: { ...emptyLedgerEntry(), unsettled: 0, balanced: true, lost: 0 },
    processes: [],
    saturated: [],
    sampling: 1,
    ...change,
  };
}
