import type { DesignDiff } from "./diff.ts";
import { moveNodes } from "./operations.ts";
import type { Design, DesignNode, Point } from "./schema.ts";

/** Size of every node's card, in canvas units. */
export const NODE_SIZE = { width: 208, height: 104 } as const;

export type Alignment = "left" | "center" | "right" | "top" | "middle" | "bottom";

/**
 * Puts nodes on one line: by an edge, that of the outermost node; by the centre, the middle between the outermost
 * ones. All cards have one size, so their positions line up as their edges do.
 */
export function align(design: Design, nodes: Iterable<string>, alignment: Alignment): DesignDiff {
  const meant = nodesOf(design, nodes);
  const axis = alignment === "left" || alignment === "center" || alignment === "right" ? "x" : "y";
  const values = meant.map((node) => node.position[axis]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const line = { left: low, top: low, center: (low + high) / 2, middle: (low + high) / 2, right: high, bottom: high }[alignment];
  return moveNodes(design, positions(meant, (node) => ({ ...node.position, [axis]: line })));
}

/** Spaces nodes evenly between the outermost two, which stay, in the order in which they lie. */
export function distribute(design: Design, nodes: Iterable<string>, direction: "horizontal" | "vertical"): DesignDiff {
  const axis = direction === "horizontal" ? "x" : "y";
  const ordered = nodesOf(design, nodes).toSorted((left, right) => left.position[axis] - right.position[axis]);
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || ordered.length < 3) return moveNodes(design, new Map());
  const step = (last.position[axis] - first.position[axis]) / (ordered.length - 1);
  return moveNodes(design, positions(ordered.slice(1, -1), (node, index) => ({ ...node.position, [axis]: first.position[axis] + step * (index + 1) })));
}

function nodesOf(design: Design, ids: Iterable<string>): DesignNode[] {
  const meant = new Set(ids);
  return design.nodes.filter((node) => meant.has(node.id));
}

function positions(nodes: readonly DesignNode[], to: (node: DesignNode, index: number) => Point): Map<string, Point> {
  return new Map(nodes.map((node, index) => [node.id, to(node, index)]));
}
