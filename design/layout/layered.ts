import { NODE_SIZE } from "../document/arrange.ts";
import type { Design, Point } from "../document/schema.ts";
import { layersOf, type Vertex } from "./layers.ts";

/** Space between cards of one layer, between layers, and between parts that nothing joins, in canvas units. */
const GAP = { rows: 44, layers: 92, parts: 72 } as const;
/** Height that is kept free for an edge that passes a layer. */
const PASS_HEIGHT = 24;
/** Positions are whole multiples of this. */
const GRID = 4;
const SWEEPS = 8;

/**
 * A design with its cards laid out from left to right: no two overlap, edges lead to the right but for those that close a cycle,
 * and parts that nothing joins lie below one another. Pure and quick, for designs that nobody has drawn (imports): the layered
 * method of Sugiyama, with layers by the longest way and rows by the means of neighbours.
 */
export function laidOut(design: Design): Design {
  const places = new Map<string, Point>();
  let top = 0;
  for (const part of partsOf(design)) {
    const bottom = placePart(part, design, top, places);
    top = bottom + GAP.parts;
  }
  return { ...design, nodes: design.nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position })) };
}

/** Nodes that edges join, directly or by others, each part in document order. */
function partsOf({ nodes, edges }: Design): string[][] {
  const beside = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    beside.get(from.node)?.push(to.node);
    beside.get(to.node)?.push(from.node);
  }
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const seen = new Set<string>();
  const parts: string[][] = [];
  for (const { id } of nodes) {
    if (seen.has(id)) continue;
    seen.add(id);
    const part = [id];
    for (const each of part) {
      for (const other of beside.get(each) ?? []) {
        if (seen.has(other) || !beside.has(other)) continue;
        seen.add(other);
        part.push(other);
      }
    }
    parts.push(part.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)));
  }
  return parts;
}

/** Lays one part out below `top`; gives its bottom. */
function placePart(part: readonly string[], { edges }: Design, top: number, places: Map<string, Point>): number {
  const within = new Set(part);
  const pairs = edges.filter(({ from, to }) => within.has(from.node) && within.has(to.node)).map(({ from, to }) => [from.node, to.node] as const);
  const layers = layersOf(part, pairs, { card: NODE_SIZE.height, pass: PASS_HEIGHT });
  for (const layer of layers) stack(layer, layer.map((_, index) => index));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const toRight = sweep % 2 === 0;
    for (const layer of toRight ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((vertex) => [vertex, meanOf(toRight ? vertex.left : vertex.right) ?? vertex.y]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      stack(layer, layer.map((vertex) => wanted.get(vertex) ?? 0));
    }
  }
  const highest = Math.min(...layers.flat().map((vertex) => vertex.y - vertex.height / 2));
  let bottom = top;
  for (const [index, layer] of layers.entries()) {
    for (const { id, y, height } of layer) {
      if (id === undefined) continue;
      const place = { x: index * (NODE_SIZE.width + GAP.layers), y: Math.round((y - height / 2 - highest + top) / GRID) * GRID };
      places.set(id, place);
      bottom = Math.max(bottom, place.y + height);
    }
  }
  return bottom;
}

/**
 * Gives the vertices of a layer, in their order, the places that are nearest to those wanted (least squares) and far enough from one
 * another: neighbours that want the same place are pooled, and share the mean of what they want.
 */
function stack(layer: readonly Vertex[], wanted: readonly number[]): void {
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, vertex] of layer.entries()) {
    const before = layer[index - 1];
    if (before !== undefined) offset += before.height / 2 + GAP.rows + vertex.height / 2;
    offsets.push(offset);
  }
  const pools: { sum: number; count: number }[] = [];
  for (const [index, want] of wanted.entries()) {
    let pool = { sum: want - (offsets[index] ?? 0), count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      pools.pop();
    }
    pools.push(pool);
  }
  let next = 0;
  for (const { sum, count } of pools) {
    for (const vertex of layer.slice(next, next + count)) {
      vertex.y = sum / count + (offsets[next] ?? 0);
      next += 1;
    }
  }
}

function meanOf(vertices: readonly Vertex[]): number | undefined {
  return vertices.length === 0 ? undefined : vertices.reduce((sum, { y }) => sum + y, 0) / vertices.length;
}
