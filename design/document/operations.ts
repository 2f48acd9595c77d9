import { refusal, type PortRef } from "../checks/port-rules.ts";
import { edgeSchemaIn } from "../graph/edge-settings.ts";
import { AppError } from "../errors.ts";
import { kinds, type KindType } from "../kinds/registry.ts";
import { withoutNodes, withoutSlos } from "../alerts/references.ts";
import type { DesignDiff } from "./diff.ts";
import { edgeOf, edit, nodeOf, optionalList, replaceById, withProperty } from "./edit.ts";
import { Fresh } from "./fresh.ts";
import type { Design, DesignEdge, DesignNode, Json, Point } from "./schema.ts";

// Every operation is a pure function of a design to the change it makes; nothing is changed in place. What cannot be
// done throws an AppError `wrong-use` whose message can be shown.

/** Which records of a design are meant: ids are unique among nodes, among edges and among annotations. */
export interface ElementIds {
  readonly nodes?: Iterable<string>;
  readonly edges?: Iterable<string>;
  readonly annotations?: Iterable<string>;
}

export interface NewNode {
  readonly kind: KindType;
  readonly position: Point;
  /** Without one, the kind's title, numbered from the second on. */
  readonly name?: string;
  readonly settings?: Record<string, Json>;
  readonly zone?: string;
}

/** Adds a node at the end, with an id that nothing has yet: `queue-2`. */
export function addNode(design: Design, node: NewNode): DesignDiff {
  return edit(design, { nodes: [...design.nodes, nodeFrom(node, new Fresh(design))] });
}

/** A record for a new node; its id and name are fresh. */
export function nodeFrom({ kind, position, name, settings, zone }: NewNode, fresh: Fresh): DesignNode {
  const { version, title } = kinds[kind];
  return {
    id: fresh.idFor(kind),
    kind,
    ...(version > 1 ? { kindVersion: version } : {}),
    name: name ?? fresh.nameLike(title),
    position,
    ...(zone === undefined ? {} : { zone }),
    ...(settings === undefined ? {} : { settings }),
  };
}

/** Ids of the nodes that a change adds, in document order. */
export function addedNodes(diff: DesignDiff): string[] {
  return diff.nodes.added.map(({ record }) => record.id);
}

/**
 * Removes nodes, edges and annotations; with a node go its edges and what refers to it elsewhere: steps of the load
 * scenario, experiments on it or on an edge that goes, SLOs of it or of a path through it, alerts that look at it or at such an SLO, and what others would do to it.
 */
export function removeElements(design: Design, ids: ElementIds): DesignDiff {
  const [nodes, edges, annotations] = [new Set(ids.nodes), new Set(ids.edges), new Set(ids.annotations)];
  const left = design.annotations?.filter((note) => !annotations.has(note.id));
  const keptEdges = design.edges.filter((edge) => !edges.has(edge.id) && !nodes.has(edge.from.node) && !nodes.has(edge.to.node));
  return edit(design, {
    nodes: design.nodes.filter((node) => !nodes.has(node.id)),
    edges: keptEdges,
    ...(annotations.size === 0 || left === undefined ? {} : { annotations: optionalList(left) }),
    ...withoutReferences(design, nodes, new Set(keptEdges.map(({ id }) => id))),
  });
}

function withoutReferences(design: Design, gone: ReadonlySet<string>, edges: ReadonlySet<string>): Partial<Design> {
  const { slos, scenario, alerts } = design;
  const keptSlos = slos?.filter(({ target }) => !("node" in target && gone.has(target.node)) && !("path" in target && target.path.some((id) => gone.has(id))));
  const load = scenario?.load?.filter((step) => !gone.has(step.node));
  const chaos = scenario?.chaos?.filter(({ target }) => !isObject(target) || !((typeof target["node"] === "string" && gone.has(target["node"])) || (typeof target["edge"] === "string" && !edges.has(target["edge"]))));
  const goneSlos = new Set(slos?.filter((slo) => !keptSlos?.includes(slo)).map(({ id }) => id));
  const sameScenario = load?.length === scenario?.load?.length && chaos?.length === scenario?.chaos?.length;
  return {
    ...(keptSlos === undefined || keptSlos.length === slos?.length ? {} : { slos: optionalList(keptSlos) }),
    ...(alerts === undefined || gone.size === 0 ? {} : { alerts: optionalList(withoutNodes(withoutSlos(alerts, goneSlos), gone)) }),
    ...(sameScenario ? {} : { scenario: { ...scenario, ...(load ? { load } : {}), ...(chaos ? { chaos } : {}) } }),
  };
}

/** Draws an edge. Throws an AppError whose message is that of `refusal` when the ports do not allow it (rule G1). */
export function connect(design: Design, { from, to }: { from: PortRef; to: PortRef }): DesignDiff {
  const refused = refusal(design, from, to);
  if (refused !== null) throw new AppError("wrong-use", refused);
  return edit(design, { edges: [...design.edges, { id: new Fresh(design).edgeId(), from, to }] });
}

/** Moves an edge's ends. Its id, label and place stay, and the settings that an edge there has too. Refused as `connect` is. */
export function reconnect(design: Design, { edge: id, from, to }: { edge: string; from?: PortRef; to?: PortRef }): DesignDiff {
  const edge = edgeOf(design, id);
  const next: DesignEdge = { ...edge, from: from ?? edge.from, to: to ?? edge.to };
  const refused = refusal({ nodes: design.nodes, edges: design.edges.filter((each) => each !== edge) }, next.from, next.to);
  if (refused !== null) throw new AppError("wrong-use", refused);
  const known = edgeSchemaIn(design, next)?.shape ?? {};
  const kept = Object.entries(next.settings ?? {}).filter(([property]) => Object.hasOwn(known, property) || property.startsWith("x-"));
  return edit(design, { edges: replaceById(design.edges, withProperty(next, "settings", kept.length === 0 ? undefined : Object.fromEntries(kept))) });
}

/** Removes edges. */
export function disconnect(design: Design, edges: Iterable<string>): DesignDiff {
  return removeElements(design, { edges });
}

/** Moves nodes to positions, in canvas units; nothing else moves. Ids that there are not are passed over. */
export function moveNodes(design: Design, positions: ReadonlyMap<string, Point>): DesignDiff {
  return edit(design, {
    nodes: design.nodes.map((node) => {
      const position = positions.get(node.id);
      return position === undefined ? node : { ...node, position: { ...node.position, ...position } };
    }),
  });
}

/** Gives a node a name; an empty one takes it away, and the node goes by its id. */
export function rename(design: Design, { node: id, name }: { node: string; name: string }): DesignDiff {
  return updateNode(design, id, "name", name.trim() === "" ? undefined : name);
}

/** Sets a node's notes; empty ones are taken away. */
export function setNotes(design: Design, { node: id, notes }: { node: string; notes: string }): DesignDiff {
  return updateNode(design, id, "notes", notes === "" ? undefined : notes);
}

/** Puts nodes into a zone, or with undefined out of theirs. */
export function assignZone(design: Design, { nodes, zone }: { nodes: Iterable<string>; zone: string | undefined }): DesignDiff {
  const meant = new Set(nodes);
  return edit(design, { nodes: design.nodes.map((node) => (meant.has(node.id) ? withProperty(node, "zone", zone) : node)) });
}

/** Sets an edge's label; an empty one is taken away. */
export function setLabel(design: Design, { edge: id, label }: { edge: string; label: string }): DesignDiff {
  const edge = edgeOf(design, id);
  return edit(design, { edges: replaceById(design.edges, withProperty(edge, "label", label === "" ? undefined : label)) });
}

function updateNode<Key extends "name" | "notes">(design: Design, id: string, key: Key, value: DesignNode[Key]): DesignDiff {
  return edit(design, { nodes: replaceById(design.nodes, withProperty(nodeOf(design, id), key, value)) });
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
