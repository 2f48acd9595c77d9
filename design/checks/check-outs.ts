import { displayName } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { withoutExtensions } from "../document/extensions.ts";
import { edgeSchemas, settingsNamedBy } from "../graph/edge-settings.ts";
import { isKindType, kindOf, type KindType } from "../kinds/registry.ts";
import type { EdgeSettings } from "../kinds/kind.ts";
import type { Problem } from "../problem.ts";
import { ofSettings } from "./node-facts.ts";

/** What kinds say of the edges that leave their nodes, such as weights that are all zero. */
export function checkOuts(design: Design, edges: readonly DesignEdge[], nodes: ReadonlyMap<string, DesignNode>): Problem[] {
  return design.nodes.flatMap((node, index) => {
    if (!isKindType(node.kind) || !kindOf(node.kind).checkEdges) return [];
    const outs = edges.filter((edge) => edge.from.node === node.id);
    return problemsOf(node, node.kind, outs, nodes).map((problem): Problem => ({ ...problem, node: node.id, path: ["nodes", index, ...(problem.path ?? [])] }));
  });
}

function problemsOf(node: DesignNode, type: KindType, outs: readonly DesignEdge[], nodes: ReadonlyMap<string, DesignNode>): Problem[] {
  const kind = kindOf(type);
  if (!kind.checkEdges) return [];
  const settings = kind.settings.safeParse(withoutExtensions(node.settings ?? {}, kind.settings));
  if (!settings.success) return [];
  const said = (port: string): EdgeSettings[] => outs.filter((edge) => edge.from.port === port).map((edge) => saidBy(edge, node, nodes));
  return kind.checkEdges(settings.data, said).map((problem) => ofSettings(displayName(node), problem));
}

function saidBy(edge: DesignEdge, from: DesignNode, nodes: ReadonlyMap<string, DesignNode>): EdgeSettings {
  const to = nodes.get(edge.to.node);
  const { own } = to === undefined ? { own: undefined } : edgeSchemas(edge, from, to);
  const parsed = own?.safeParse(settingsNamedBy(own, edge.settings));
  return parsed?.success === true ? parsed.data : {};
}
