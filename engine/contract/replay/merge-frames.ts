import type { EdgeFrame, Frame, NodeFrame } from "../frame.ts";

/** What a node's frame counts over its interval; everything else in it is how things stand at the end. */
export const NODE_COUNTS = ["in", "out", "errors", "retries", "stalls", "duplicates", "deadLetters", "refused"] as const satisfies readonly (keyof NodeFrame)[];
/** The same of an edge. */
export const EDGE_COUNTS = ["count", "failed", "duplicates", "deadLetters"] as const satisfies readonly (keyof EdgeFrame)[];

/** One frame for the time of two that follow each other. */
export function mergeFrames(early: Frame, late: Frame): Frame {
  return {
    ...late,
    intervalMs: early.intervalMs + late.intervalMs,
    nodes: merged(early.nodes, late.nodes, NODE_COUNTS),
    channels: merged(early.channels, late.channels, NODE_COUNTS),
    edges: merged(early.edges, late.edges, EDGE_COUNTS),
    slos: late.slos ?? early.slos,
  };
}

function merged<Part extends NodeFrame | EdgeFrame>(early: Record<string, Part>, late: Record<string, Part>, counts: readonly (keyof Part)[]): Record<string, Part> {
  const both: Record<string, Part> = {};
  for (const [id, part] of Object.entries(late)) {
    const before = early[id];
    both[id] = before === undefined ? part : withSums(before, part, counts);
  }
  return both;
}

function withSums<Part extends NodeFrame | EdgeFrame>(early: Part, late: Part, counts: readonly (keyof Part)[]): Part {
  const sum = { ...late };
  for (const key of counts) if (early[key]) sum[key] = ((early[key] as number) + (late[key] as number)) as Part[keyof Part];
  return sum;
}
