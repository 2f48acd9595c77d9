import { z } from "zod";
import { choice } from "../kinds/fields.ts";
import { kindOf, type KindType } from "../kinds/registry.ts";
import type { Topology } from "../topology/topology.ts";
import { lossesOfPicture, SHOWN } from "./kind-answers.ts";
import { defineTarget } from "./target.ts";
import { flowOf, type FlowNode } from "../graph/compile.ts";

/** What holds data looks like it; what only stands before it, like a step. */
const STORE = ["[(", ")]"] as const;
const SHAPES_BY_KIND: Partial<Record<KindType, readonly [string, string]>> = { cache: STORE, database: STORE };

/** Left and right delimiters of a node's shape, by its kind's role. */
const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  source: ["([", "])"],
  channel: ["[[", "]]"],
  log: ["[[", "]]"],
  stage: ["[/", "/]"],
  consumer: ["[", "]"],
  inline: ["{{", "}}"],
  callee: ["{{", "}}"],
  policy: [">", "]"],
  terminal: ["((", "))"],
};

const ARROWS = { event: "-->", call: "-.->", attachment: "-.-" } as const;

/** A flowchart for documents that draw Mermaid, such as Markdown on GitHub and GitLab. */
export const mermaid = defineTarget({
  title: "Mermaid",
  summary: "A flowchart for Markdown documents.",
  options: z.strictObject({
    direction: choice(["LR", "TB"], { title: "Direction", help: "Left to right, or top to bottom." }).default("LR"),
  }),
  kinds: SHOWN,
  write: (topology, { direction }) => ({ files: [{ path: "design.mmd", language: "mermaid", text: chartOf(topology, direction) }], losses: lossesOfPicture(topology) }),
});

function chartOf({ design }: Topology, direction: "LR" | "TB"): string {
  const flow = flowOf(design);
  const nodes = [...flow.nodes.values()];
  const key = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const line = (node: FlowNode): string => {
    const [open, close] = SHAPES_BY_KIND[node.kind] ?? SHAPES[node.role] ?? ["[", "]"];
    return `${key.get(node.id)}${open}"${textOf(`${node.name}\n${kindOf(node.kind).title}`)}"${close}`;
  };
  const zones = design.zones ?? [];
  const outside = nodes.filter((node) => !zones.some((zone) => zone.id === node.zone));
  return [
    `flowchart ${direction}`,
    ...outside.map((node) => `  ${line(node)}`),
    ...zones.flatMap((zone, index) => [
      `  subgraph z${index}["${textOf(zone.name)}"]`,
      ...nodes.filter((node) => node.zone === zone.id).map((node) => `    ${line(node)}`),
      "  end",
    ]),
    ...design.edges.map((edge) => {
      const type = flow.edges.get(edge.id)?.type ?? "attachment";
      const label = edge.label ?? (["in", "out", "call"].includes(edge.from.port) ? "" : edge.from.port);
      return `  ${key.get(edge.from.node)} ${ARROWS[type]}${label === "" ? "" : `|"${textOf(label)}"|`} ${key.get(edge.to.node)}`;
    }),
    "",
  ].join("\n");
}

/** A text within Mermaid's quotes: what has a meaning there becomes an entity code (`#…;`), line ends become breaks. */
function textOf(text: string): string {
  return text
    .slice(0, 400)
    .replaceAll(/[^\p{L}\p{N} .,:!?/()+_\n-]/gu, (character) => `#${character.codePointAt(0)};`)
    .replaceAll("\n", "<br>");
}
