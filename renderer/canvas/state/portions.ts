/** So many new elements are mounted at a time: each costs about a quarter of a millisecond, and a task is to stay far below 50. */
const PORTION = 80;

interface Identified {
  readonly id: string;
}

/** What React Flow is given at a time. */
export interface Portion<Node, Edge> {
  readonly nodes: Node[];
  readonly edges: Edge[];
}

/**
 * What there was before as it is now, and the first {@link PORTION} elements that are new; edges once all nodes are there. Large designs
 * come so in several tasks, between which the window answers. Asked again with what it gave, it gives the next portion.
 */
export function inPortions<Node extends Identified, Edge extends Identified>(
  before: Portion<Identified, Identified>,
  all: Portion<Node, Edge>,
): Portion<Node, Edge> & { readonly isAll: boolean } {
  let room = PORTION;
  const [knownNodes, knownEdges] = [idsOf(before.nodes), idsOf(before.edges)];
  const nodes = all.nodes.filter(({ id }) => knownNodes.has(id) || room-- > 0);
  const edges = all.edges.filter(({ id }) => knownEdges.has(id) || room-- > 0);
  return { nodes, edges, isAll: nodes.length === all.nodes.length && edges.length === all.edges.length };
}

function idsOf(elements: readonly Identified[]): ReadonlySet<string> {
  return new Set(elements.map(({ id }) => id));
}
