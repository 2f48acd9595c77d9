import { DNS_LABEL, NameScope } from "../export/names.ts";
import { DOCUMENT_VERSION, type Design, type DesignEdge, type DesignNode, type Json } from "../document/schema.ts";
import { refusalBetween, type PortSite } from "../checks/port-rules.ts";
import { displayName, nounOf } from "../document/display-name.ts";
import { portsOf } from "../document/settings.ts";
import { isKindType, kindOf, type KindType } from "../kinds/registry.ts";
import type { ImportNote, ImportResult } from "./source.ts";

const LONGEST_NAME = 200;

/** One end of an edge: a node's id alone for its usual port. */
type End = string | readonly [node: string, port: string];

/** A design while an import draws it, and its notes. Nodes get ids that are made from their names; places come later, by the layout. */
export class Drawing {
  private readonly ids = new NameScope({ ...DNS_LABEL, longest: 60 });
  private readonly nodes = new Map<string, DesignNode>();
  private readonly keyed = new Map<string, string>();
  private readonly edges = new Map<string, DesignEdge>();
  private readonly reached = new Set<string>();
  private readonly left = new Set<string>();
  /** Where events go in the same step, by node. */
  private readonly steps = new Map<string, readonly string[]>();
  private readonly notes: ImportNote[] = [];

  /** Draws a node; gives its id. Settings that are undefined are left out. */
  node(kind: KindType, name: string, settings: Readonly<Record<string, Json | undefined>> = {}, notes?: string): string {
    const called = name.trim() === "" ? nounOf(kind) : name.trim().slice(0, LONGEST_NAME);
    if (name.trim().length > LONGEST_NAME) this.note("", `A name has over ${LONGEST_NAME} characters: ${called.slice(0, 40)}…`, "Cut short.");
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

  /** The node that was drawn under this key, drawn now where there is none. */
  once(key: string, draw: () => string): string {
    const known = this.keyed.get(key) ?? draw();
    this.keyed.set(key, known);
    return known;
  }

  /** Adds to a node's settings what was read after it was drawn. */
  set(id: string, settings: Readonly<Record<string, Json | undefined>>): void {
    const node = this.nodes.get(id);
    if (node !== undefined) this.nodes.set(id, { ...node, settings: { ...node.settings, ...withoutUndefined(settings) } });
  }

  /**
   * Draws an edge, once: a second one between the same ports is another only where an edge says something of its own, such as a binding.
   * One that the ports refuse, or that would lead an event round in one step, is noted at `place` and left out.
   */
  edge(from: End, to: End, settings: Readonly<Record<string, Json | undefined>> = {}, place = ""): void {
    const [fromNode, fromPort] = typeof from === "string" ? [from, "out"] : from;
    const [toNode, toPort] = typeof to === "string" ? [to, "in"] : to;
    const [start, end] = [this.siteOf(fromNode, fromPort), this.siteOf(toNode, toPort)];
    if (start === undefined || end === undefined) return this.note(place, `It leads over a port (${fromPort}, ${toPort}) that there is not in a design.`, "This connection is left out.");
    const refused = refusalBetween(start, end) ?? (this.leadsRound(start.node, end.node) ? `${displayName(start.node)} leads to ${displayName(end.node)}, which leads back to it without a queue between them.` : null);
    if (refused !== null) return this.note(place, refused, "This connection is left out.");
    const given = withoutUndefined(settings);
    const key = JSON.stringify([fromNode, fromPort, toNode, toPort, ...(start.port.parallel === true ? [given] : [])]);
    if (this.edges.has(key)) return;
    if (isInline(start.node) && isInline(end.node)) this.steps.set(fromNode, [...(this.steps.get(fromNode) ?? []), toNode]);
    this.reached.add(toNode);
    this.left.add(JSON.stringify([fromNode, fromPort]));
    this.edges.set(key, {
      id: `e${this.edges.size + 1}`,
      from: { node: fromNode, port: fromPort },
      to: { node: toNode, port: toPort },
      ...(Object.keys(given).length === 0 ? {} : { settings: given }),
    });
  }

  private siteOf(id: string, name: string): PortSite | undefined {
    const node = this.nodes.get(id);
    const port = node && portsOf(node).find((each) => each.name === name);
    return node && port && { node, port };
  }

  /** Whether an edge between two nodes that keep no events would close a cycle of such nodes. */
  private leadsRound(from: DesignNode, to: DesignNode): boolean {
    if (!isInline(from) || !isInline(to)) return false;
    const seen = new Set([to.id]);
    for (const id of seen) for (const next of this.steps.get(id) ?? []) seen.add(next);
    return seen.has(from.id);
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

function isInline({ kind }: DesignNode): boolean {
  return isKindType(kind) && kindOf(kind).role === "inline";
}

function withoutUndefined(settings: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(settings).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
