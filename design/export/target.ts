import type { z } from "zod";
import type { FlowNode } from "../graph/compile.ts";
import type { KindType } from "../kinds/registry.ts";
import { displayName } from "../document/display-name.ts";
import type { Topology } from "../topology/topology.ts";

/** What a file can be written in, for the preview's colours. */
export const LANGUAGES = ["json", "yaml", "hcl", "typescript", "shell", "markdown", "mermaid", "svg", "text"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One file of an export; `path` is relative, with `/`. */
export interface ExportFile {
  readonly path: string;
  readonly language: Language;
  readonly text: string;
  /** The file is the PNG of this SVG, `scale` pixels for each of its px: whoever writes it makes it one. */
  readonly raster?: { readonly scale: number } | undefined;
}

/** Something in the design that the target cannot say. */
export interface Loss {
  /** Of the node or edge. */
  readonly id: string;
  readonly name: string;
  /** What is lost: a setting's path (`backoff.jitter`), or `kind` where it is the whole node. */
  readonly property: string;
  /** Its value in JSON; empty for a whole node. */
  readonly value: string;
  readonly why: string;
  /** What to do instead. */
  readonly instead: string;
}

export interface ExportResult {
  readonly files: readonly ExportFile[];
  readonly losses: readonly Loss[];
}

/**
 * What a target does with a kind: says it in full or but for some settings (each then a {@link Loss}), passes over it because it means nothing
 * there, or cannot say it.
 */
export type KindAnswer = "expressed" | "partly" | { readonly lost: string; readonly instead: string };

/** One format that designs are exported to. Pure: the same topology and options give the same files. */
export interface ExportTarget<Options extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  /** One line that says what it is for. */
  readonly summary: string;
  readonly options: Options;
  /** What it does with each kind; a kind that a target does not answer for does not compile. */
  readonly kinds: Readonly<Record<KindType, KindAnswer>>;
  write(topology: Topology, options: z.output<Options>): ExportResult;
}

/** Keeps the options' type while it is checked against {@link ExportTarget}. */
export function defineTarget<Options extends z.ZodObject>(target: ExportTarget<Options>): ExportTarget<Options> {
  return target;
}

/** Collects what an export loses. */
export class LossReport {
  private readonly losses: (Omit<Loss, "name"> & Partial<Pick<Loss, "name">>)[] = [];

  /**
   * A setting of a node that the target cannot say, or of an edge, which has no name: it is called by what it joins. `value` is left out of
   * the report's column where it is undefined.
   */
  setting({ id, name }: { readonly id: string; readonly name?: string }, property: string, value: unknown, why: string, instead: string): void {
    this.losses.push({ id, ...(name === undefined ? {} : { name }), property, value: value === undefined ? "" : JSON.stringify(value), why, instead });
  }

  /** What another report holds, of a part that was written by another target. */
  take(other: LossReport): void {
    this.losses.push(...other.losses);
  }

  /** Every node of a kind that the target answers it cannot say. */
  kinds(topology: Topology, nodes: Iterable<FlowNode>, answers: ExportTarget["kinds"]): void {
    for (const node of nodes) {
      const answer = answers[node.kind];
      if (typeof answer !== "string") this.losses.push({ id: node.id, name: node.name, property: "kind", value: JSON.stringify(node.kind), why: answer.lost, instead: answer.instead });
    }
  }

  /** In the order of the design: nodes, edges, then what surrounds them; of each as they were found. */
  all({ design: { nodes, edges } }: Topology): Loss[] {
    const order = new Map([...nodes, ...edges].map(({ id }, index) => [id, index]));
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const joined = new Map(edges.map(({ id, from, to }) => [id, [from, to].map(({ node }) => displayName(byId.get(node) ?? { id: node })).join("→")]));
    const at = ({ id }: { readonly id: string }): number => order.get(id) ?? order.size;
    return this.losses.map((loss): Loss => ({ ...loss, name: loss.name ?? joined.get(loss.id) ?? loss.id })).toSorted((a, b) => at(a) - at(b));
  }
}
