import { nodeChannelKey, type Flow, type FlowEdge } from "../../design/graph/compile.ts";
import { kinds } from "../../design/kinds/registry.ts";

const remembered = new WeakMap<Flow, ReadonlyMap<string, string>>();

/**
 * What a channel is called where its events are kept. Queues that one publish may reach share a group, which comes before the key: on a
 * Redis Cluster it becomes their hash tag, because a transaction stays in one slot (rule X3). Other channels spread over slots.
 */
export function storedKey(flow: Flow, key: string): string {
  let groups = remembered.get(flow);
  if (!groups) remembered.set(flow, (groups = publishGroups(flow)));
  const group = groups.get(key);
  return group === undefined ? key : `${group}/${key}`;
}

/** The group of every channel that an exchange or event bus leads to: `publish:` and the first of the exchanges that are joined. */
export function publishGroups(flow: Flow): ReadonlyMap<string, string> {
  const leader = new Map<string, string>();
  const find = (id: string): string => {
    let root = id;
    for (let next = leader.get(root); next !== undefined && next !== root; next = leader.get(root)) root = next;
    return root;
  };
  const exchanges = [...flow.nodes.values()].filter(({ kind }) => kind === "exchange" || kind === "eventBus");
  const isExchange = new Set(exchanges.map(({ id }) => id));
  const reached = new Map<string, string>();
  for (const { id, outs } of exchanges) {
    for (const edge of [...outs.values()].flat()) {
      const key = keptAt(flow, edge);
      const other = isExchange.has(edge.to.node) ? edge.to.node : key === undefined ? undefined : reached.get(key);
      if (other !== undefined) leader.set(find(other), find(id));
      if (key !== undefined) reached.set(key, id);
    }
  }
  return new Map([...reached].map(([key, exchange]) => [key, `publish:${find(exchange)}`]));
}

/** The channel that an edge puts events into, where BullMQ keeps them. */
function keptAt(flow: Flow, { channel, to }: FlowEdge): string | undefined {
  const node = flow.nodes.get(to.node);
  if (node && kinds[node.kind].role === "log") return undefined;
  return channel ?? (node?.kind === "deadLetter" ? nodeChannelKey(node.id) : undefined);
}
