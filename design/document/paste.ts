import type { DesignDiff } from "./diff.ts";
import { edit, withProperty } from "./edit.ts";
import { copyFragment, type CopiedIds, type Fragment } from "./fragment.ts";
import { Fresh } from "./fresh.ts";
import type { Design, DesignEdge, DesignNode, Point, Zone } from "./schema.ts";

export interface PasteOptions {
  /** How far everything moves, px of the canvas; a little down and to the right without it. */
  readonly offset?: Point;
  /** The zone of a node after it was moved, given the one that it keeps; without it each keeps its own. */
  readonly zoneOf?: (node: DesignNode) => string | undefined;
}

const DUPLICATE_OFFSET: Point = { x: 32, y: 32 };

/**
 * Adds a fragment, moved by an offset. Ids and names that the design has already are replaced by fresh ones like them.
 * Zones that it does not have come along, as do those that were copied themselves. Edges whose ends are not both in the
 * fragment are left out.
 */
export function paste(design: Design, fragment: Fragment, { offset = DUPLICATE_OFFSET, zoneOf = ({ zone }) => zone }: PasteOptions = {}): DesignDiff {
  const fresh = new Fresh(design);
  const zones = zonesFor(design, fragment, fresh);
  const ids = new Map<string, string>();
  const nodes = fragment.nodes.map((node): DesignNode => {
    const id = fresh.idLike(node.id);
    if (!ids.has(node.id)) ids.set(node.id, id);
    const zone = node.zone === undefined ? undefined : zones.ids.get(node.zone);
    const placed: DesignNode = withProperty({ ...node, id, position: shifted(node.position, offset) }, "zone", zone);
    const named = node.name === undefined ? placed : { ...placed, name: fresh.nameLike(node.name) };
    return withProperty(named, "zone", zoneOf(named));
  });
  const edges = fragment.edges.flatMap((edge): DesignEdge[] => {
    const [from, to] = [ids.get(edge.from.node), ids.get(edge.to.node)];
    if (from === undefined || to === undefined) return [];
    return [{ ...edge, id: fresh.edgeId(), from: { ...edge.from, node: from }, to: { ...edge.to, node: to } }];
  });
  const notes = fragment.annotations.map((note) => ({ ...note, id: fresh.idLike(note.id), position: shifted(note.position, offset) }));
  return edit(design, {
    nodes: [...design.nodes, ...nodes],
    edges: [...design.edges, ...edges],
    ...(zones.added.length === 0 ? {} : { zones: [...(design.zones ?? []), ...zones.added] }),
    ...(notes.length === 0 ? {} : { annotations: [...(design.annotations ?? []), ...notes] }),
  });
}

/** Copies and pastes in one. */
export function duplicate(design: Design, ids: CopiedIds, options?: PasteOptions): DesignDiff {
  return paste(design, copyFragment(design, ids), options);
}

/**
 * The zones that a fragment's nodes come into, by the ids that they have there, and those of them that are new. A zone is
 * the design's own by its id and name: another one of that id is another zone.
 */
function zonesFor(design: Design, { nodes, zones, wholeZones }: Fragment, fresh: Fresh): { ids: ReadonlyMap<string, string>; added: readonly Zone[] } {
  const known = new Map((design.zones ?? []).map((zone) => [zone.id, zone]));
  const names = new Set((design.zones ?? []).map(({ name }) => name));
  const ids = new Map(nodes.flatMap(({ zone }): [string, string][] => (zone !== undefined && known.has(zone) ? [[zone, zone]] : [])));
  const added: Zone[] = [];
  for (const zone of zones) {
    if (!wholeZones.includes(zone.id) && known.get(zone.id)?.name === zone.name) continue;
    const copy = { ...zone, id: fresh.idLike(zone.id), name: nameLike(zone.name, names) };
    names.add(copy.name);
    ids.set(zone.id, copy.id);
    added.push(copy);
  }
  return { ids, added };
}

/** The name itself while no zone has it, else one like it: `East`, then `East 2`. */
function nameLike(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \d+$/, "").slice(0, 190);
  let number = 2;
  while (taken.has(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}

function shifted(position: Point, offset: Point): Point {
  return { ...position, x: position.x + offset.x, y: position.y + offset.y };
}
