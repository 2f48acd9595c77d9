/**
 * The strongly connected components of a graph that hold a cycle (a node with an edge to itself counts), each in the
 * order of a walk. Tarjan's algorithm without recursion, so that a chain of 10,000 nodes is no deeper than one of 3.
 */
export function cyclicComponents(nodes: Iterable<string>, next: (node: string) => readonly string[]): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];

  function enter(node: string): { node: string; rest: Iterator<string> } {
    order.set(node, order.size);
    lowest.set(node, order.size - 1);
    stack.push(node);
    onStack.add(node);
    return { node, rest: next(node)[Symbol.iterator]() };
  }

  function lower(node: string, to: number): void {
    lowest.set(node, Math.min(lowest.get(node) ?? to, to));
  }

  function close(node: string): void {
    if (lowest.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.lastIndexOf(node));
    for (const each of component) onStack.delete(each);
    if (component.length > 1 || next(node).includes(node)) components.push(component);
  }

  for (const start of nodes) {
    if (order.has(start)) continue;
    const walk = [enter(start)];
    for (let top = walk.at(-1); top !== undefined; top = walk.at(-1)) {
      const step = top.rest.next();
      if (step.done === true) {
        walk.pop();
        close(top.node);
        const parent = walk.at(-1);
        if (parent !== undefined) lower(parent.node, lowest.get(top.node) ?? 0);
      } else if (!order.has(step.value)) walk.push(enter(step.value));
      else if (onStack.has(step.value)) lower(top.node, order.get(step.value) ?? 0);
    }
  }
  return components;
}

/** A shortest way from a node back to itself, both ends included; null when there is none. */
export function shortestCycle(start: string, next: (node: string) => readonly string[]): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const to of next(node)) {
      if (to === start) {
        const way = [start];
        for (let at: string | undefined = node; at !== undefined && at !== start; at = cameFrom.get(at)) way.unshift(at);
        return [start, ...way];
      }
      if (!cameFrom.has(to)) {
        cameFrom.set(to, node);
        queue.push(to);
      }
    }
  }
  return null;
}
