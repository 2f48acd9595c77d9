import { nounOf } from "../../design/document/display-name.ts";
import type { DesignNode } from "../../design/document/schema.ts";

/** `1 edge`, `3 edges`, `2 buses`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${/(s|x|ch)$/.test(noun) ? `${noun}es` : `${noun}s`}`;
}

/** `3 consumers`; `4 nodes` where they are of several kinds. */
export function countedNodes(nodes: readonly Pick<DesignNode, "kind">[]): string {
  const [kind, ...others] = new Set(nodes.map((node) => node.kind));
  return counted(nodes.length, kind === undefined || others.length > 0 ? "node" : nounOf(kind));
}
