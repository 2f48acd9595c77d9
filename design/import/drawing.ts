import { DNS_LABEL, NameScope } from "../export/names.ts";
import { DOCUMENT_VERSION, type Design, type DesignEdge, type DesignNode, type Json } from "../document/schema.ts";
import { nounOf } from "../document/display-name.ts";
import { portsOf } from "../document/settings.ts";
import type { KindType } from "../kinds/registry.ts";
import type { ImportNote, ImportResult } from "./source.ts";

const LONGEST_NAME = 200;

/** One end of an edge: a node's id alone for its usual port. */
type End = string | readonly [node: string, port: string];

/** A design while an import draws it, and its notes. Nodes get ids that are made from their names; places come later, by the layout. */
export class Drawing {
  private readonly ids = new NameScope({ ...DNS_LABEL, longest: 60 });
  private readonly nodes = new Map<string, DesignNode>();
  private readonly edges = new Map<string, DesignEdge>();
  private readonly reached = new Set<string>();
  private readonly left = new Set<string>();
  private readonly notes: ImportNote[] = [];

  /** Draws a node; gives its id. Settings that are undefined are left out. */
  node(kind: KindType, name: string, settings: Readonly<Record<string, Json | undefined>> = {}, notes?: string): string {
    const called = name.trim() === "" ? nounOf(kind) : name.trim().slice(0, LONGEST_NAME);
    const id = this.ids.of(String(this.nodes.size), DNS_LABEL.clean(called) === "" ? kind : called);
    const given = withoutUndefined(settings);
    this.nodes.set(id, {
      id,
      kind,
      ...(called === id ? {} : { name: called }),
      position: { x: 0, y: 0 },
      ...(Object.keys(given).length === 0 ? {} : { settings: given }),
      ...(notes === undefined ? {} : { notes: notes.slice(0, 20_000) }),
    });
    return id;
  }

  /** Adds to a node's settings what was read after it was drawn. */
  set(id: string, settings: Readonly<Record<string, Json | undefined>>): void {
    const node = this.nodes.get(id);
    if (node !== undefined) this.nodes.set(id, { ...node, settings: { ...node.settings, ...withoutUndefined(settings) } });
  }

  /** Draws an edge, once: a second one between the same ports is another only where an edge says something of its own, such as a binding. */
  edge(from: End, to: End, settings: Readonly<Record<string, Json | undefined>> = {}): void {
    const [fromNode, fromPort] = typeof from === "string" ? [from, "out"] : from;
    const [toNode, toPort] = typeof to === "string" ? [to, "in"] : to;
    const given = withoutUndefined(settings);
    const origin = this.nodes.get(fromNode);
    const parallel = origin !== undefined && portsOf(origin).some(({ name, parallel: many }) => name === fromPort && many === true);
    const key = JSON.stringify([fromNode, fromPort, toNode, toPort, ...(parallel ? [given] : [])]);
    if (this.edges.has(key)) return;
    this.reached.add(toNode);
    this.left.add(JSON.stringify([fromNode, fromPort]));
    this.edges.set(key, {
      id: `e${this.edges.size + 1}`,
      from: { node: fromNode, port: fromPort },
      to: { node: toNode, port: toPort },
      ...(Object.keys(given).length === 0 ? {} : { settings: given }),
    });
  }

  /** Whether anything leads into a node. */
  isReached(id: string): boolean {
    return this.reached.has(id);
  }

  /** Whether an edge leaves a port of a node. */
  leaves(id: string, port = "out"): boolean {
    return this.left.has(JSON.stringify([id, port]));
  }

  /** Notes what the design does not say, or says otherwise; the same is noted once. */
  note(place: string, what: string, instead: string): void {
    if (!this.notes.some((note) => note.place === place && note.what === what)) this.notes.push({ place, what, instead });
  }

  result(name: string, description?: string): ImportResult {
    const design: Design = {
      format: "spillway",
      version: DOCUMENT_VERSION,
      name: name.slice(0, LONGEST_NAME),
      ...(description === undefined ? {} : { description: description.slice(0, 20_000) }),
      nodes: [...this.nodes.values()],
      edges: [...this.edges.values()],
    };
    return { design, notes: this.notes };
  }
}

function withoutUndefined(settings: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
