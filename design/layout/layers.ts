/** A vertex of a layered drawing: a card, or a place that a long edge passes between cards. */
export interface Vertex {
  /** Of the card; undefined for a place that an edge passes. */
  readonly id: string | undefined;
  readonly layer: number;
  readonly height: number;
  /** Vertices of the layers beside its own that it is joined to. */
  readonly left: Vertex[];
  readonly right: Vertex[];
  /** Middle, from the top of the drawing. */
  y: number;
}

/** Places that long edges pass are kept free while there are no more of them than this. */
const MOST_PASSES = 20_000;

/** Nodes in layers from left to right such that edges lead to the right, but for those that close a cycle. */
export function layersOf(nodes: readonly string[], edges: readonly (readonly [string, string])[], heights: { readonly card: number; readonly pass: number }): Vertex[][] {
  const forward = withoutCycles(nodes, edges);
  const layers = longestWays(nodes, forward);
  const vertices = new Map(nodes.map((id) => [id, vertexOf(id, layers.get(id) ?? 0, heights.card)]));
  const all = [...vertices.values()];
  const passes = forward.reduce((sum, [from, to]) => sum + (layers.get(to) ?? 0) - (layers.get(from) ?? 0) - 1, 0);
  for (const [from, to] of forward) {
    const [start, end] = [vertices.get(from), vertices.get(to)];
    if (start === undefined || end === undefined) continue;
    let last = start;
    for (let layer = start.layer + 1; layer < end.layer && passes <= MOST_PASSES; layer++) {
      const pass = vertexOf(undefined, layer, heights.pass);
      all.push(pass);
      join(last, pass);
      last = pass;
    }
    join(last, end);
  }
  const rows: Vertex[][] = [];
  for (const vertex of all) (rows[vertex.layer] ??= []).push(vertex);
  return Array.from(rows, (row) => row ?? []);
}

function vertexOf(id: string | undefined, layer: number, height: number): Vertex {
  return { id, layer, height, left: [], right: [], y: 0 };
}

function join(left: Vertex, right: Vertex): void {
  left.right.push(right);
  right.left.push(left);
}

/** The edges without those that lead back to a node on the way to them, nor from a node to itself; each pair once. */
function withoutCycles(nodes: readonly string[], edges: readonly (readonly [string, string])[]): [string, string][] {
  const next = new Map<string, Set<string>>(nodes.map((id) => [id, new Set()]));
  const reached = new Set<string>();
  for (const [from, to] of edges) {
    if (from === to || !next.has(to)) continue;
    next.get(from)?.add(to);
    reached.add(to);
  }
  const kept: [string, string][] = [];
  const state = new Map<string, "open" | "done">();
  for (const start of [...nodes.filter((id) => !reached.has(id)), ...nodes]) {
    if (state.has(start)) continue;
    const way = [{ id: start, rest: [...(next.get(start) ?? [])] }];
    state.set(start, "open");
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const to = top.rest.shift();
      if (to === undefined) {
        state.set(top.id, "done");
        way.pop();
      } else if (state.get(to) !== "open") {
        kept.push([top.id, to]);
        if (!state.has(to)) {
          state.set(to, "open");
          way.push({ id: to, rest: [...(next.get(to) ?? [])] });
        }
      }
    }
  }
  return kept;
}

/** For each node the length of the longest way to it; what nothing leads to stands right before what it leads to. */
function longestWays(nodes: readonly string[], edges: readonly (readonly [string, string])[]): Map<string, number> {
  const next = new Map<string, string[]>(nodes.map((id) => [id, []]));
  for (const [from, to] of edges) next.get(from)?.push(to);
  const missing = new Map(nodes.map((id) => [id, 0]));
  for (const [, to] of edges) missing.set(to, (missing.get(to) ?? 0) + 1);
  const layers = new Map(nodes.map((id) => [id, 0]));
  const starts = nodes.filter((id) => missing.get(id) === 0);
  const ready = [...starts];
  for (const id of ready) {
    for (const to of next.get(id) ?? []) {
      layers.set(to, Math.max(layers.get(to) ?? 0, (layers.get(id) ?? 0) + 1));
      const left = (missing.get(to) ?? 0) - 1;
      missing.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  for (const id of starts) {
    const first = Math.min(...(next.get(id) ?? []).map((to) => layers.get(to) ?? 0));
    if (Number.isFinite(first)) layers.set(id, first - 1);
  }
  return layers;
}
