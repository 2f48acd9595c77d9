import type { Route, Topology } from "../../design/topology/topology.ts";

/**
 * What an export and an import must agree on, whatever ids they give: channels, who reads and sends, and where the broker leads events;
 * things are named by their order (`queue 2`, `service 0`). A queue that an edge stands for is as good as a drawn one. Not in it is what
 * lies between services and beside channels (steps, calls, scalers), and what ends without a channel.
 */
export function shapeOf(topology: Topology) {
  const reading = (id: string): string[] => topology.topics.flatMap(({ key, readers: by }) => (by.some(({ service }) => service === id) ? [key] : []));
  const stores = topology.stores.map(({ node, reads }) => ({ node, reads: [...reads, ...reading(node.id)] })).filter(({ reads }) => reads.length > 0);
  const dead = topology.ends.filter(({ kind }) => kind === "deadLetter");
  const labels = new Map<string, string>([
    ...topology.queues.map(({ key }, index) => [key, `queue ${index}`] as const),
    ...topology.topics.map(({ key }, index) => [key, `topic ${index}`] as const),
    ...topology.exchanges.map(({ key }, index) => [key, `exchange ${index}`] as const),
    ...dead.map(({ id }, index) => [id, `dead letter ${index}`] as const),
  ]);
  const readers = new Map<string, string>([...topology.services.map(({ node }, index) => [node.id, `service ${index}`] as const), ...stores.map(({ node }, index) => [node.id, `store ${index}`] as const)]);
  const ways = (routes: readonly Route[], withSettings: boolean): string[] =>
    sorted(routes.flatMap(({ to, settings }) => (labels.has(to.key) ? [`${labels.get(to.key)}${withSettings ? ` ${JSON.stringify(settings)}` : ""}`] : [])));
  return {
    queues: topology.queues.map(({ name, settings, readers: by, deadLetters }) => ({ name: short(name), settings, readers: sorted(by.map((id) => readers.get(id) ?? id)), deadLetters: ways(deadLetters, false) })),
    topics: topology.topics.map(({ node, readers: by }) => ({
      name: short(node.name),
      settings: node.settings,
      groups: sorted([...grouped(by.map(({ group, service }) => [group, readers.get(service) ?? service]))].map(([, members]) => sorted(members).join("+"))),
    })),
    exchanges: topology.exchanges.map(({ node, bindings, alternate }) => ({ name: short(node.name), kind: node.kind, settings: node.settings, bindings: ways(bindings, true), alternate: ways(alternate, false) })),
    deadLetters: dead.map(({ name, settings }) => ({ name: short(name), settings })),
    services: topology.services.map(({ node, reads, sends }) => ({
      name: short(node.name),
      kind: node.kind,
      settings: node.settings,
      reads: sorted(reads.map(({ key }) => labels.get(key) ?? key)),
      sends: sorted(sends.flatMap(({ from, to }) => (labels.has(to.key) ? [`${from.port} > ${labels.get(to.key)}`] : []))),
    })),
    stores: stores.map(({ node, reads }) => ({ name: short(node.name), kind: node.kind, reads: sorted(reads.map((key) => labels.get(key) ?? key)) })),
  };
}

/** A name as an import may keep it. */
function short(name: string): string {
  return name.slice(0, 200).trim();
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
