import { AppError } from "../errors.ts";
import type { DesignDiff } from "./diff.ts";
import { edit, withProperty } from "./edit.ts";
import { formatDesign } from "./format.ts";
import { Fresh } from "./fresh.ts";
import { designTooLarge, MAX_DESIGN_BYTES, readDesign } from "./load.ts";
import type { ElementIds } from "./operations.ts";
import { parseJson } from "./parse-json.ts";
import { DOCUMENT_VERSION, type Annotation, type Design, type DesignEdge, type DesignNode, type Point } from "./schema.ts";

/** A piece of a design on its way through the clipboard: nodes, the edges between them, and notes. */
export interface Fragment {
  readonly nodes: readonly DesignNode[];
  readonly edges: readonly DesignEdge[];
  readonly annotations: readonly Annotation[];
}

const FORMAT = "spillway-fragment";
const DUPLICATE_OFFSET: Point = { x: 32, y: 32 };

/** The nodes and notes with these ids, and every edge between two of the nodes. */
export function copyFragment(design: Design, ids: ElementIds): Fragment {
  const [nodes, annotations] = [new Set(ids.nodes), new Set(ids.annotations)];
  return {
    nodes: design.nodes.filter((node) => nodes.has(node.id)),
    edges: design.edges.filter((edge) => nodes.has(edge.from.node) && nodes.has(edge.to.node)),
    annotations: (design.annotations ?? []).filter((note) => annotations.has(note.id)),
  };
}

/**
 * Adds a fragment, moved by an offset. Ids and names that the design has already are replaced by fresh ones like them;
 * a zone that it does not have is left off. Edges whose ends are not both in the fragment are left out.
 */
export function paste(design: Design, fragment: Fragment, offset: Point = DUPLICATE_OFFSET): DesignDiff {
  const fresh = new Fresh(design);
  const zones = new Set((design.zones ?? []).map((zone) => zone.id));
  const ids = new Map<string, string>();
  const nodes = fragment.nodes.map((node): DesignNode => {
    const id = fresh.idLike(node.id);
    if (!ids.has(node.id)) ids.set(node.id, id);
    const placed: DesignNode = { ...node, id, position: shifted(node.position, offset) };
    const named = node.name === undefined ? placed : { ...placed, name: fresh.nameLike(node.name) };
    return node.zone === undefined || zones.has(node.zone) ? named : withProperty(named, "zone", undefined);
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
    ...(notes.length === 0 ? {} : { annotations: [...(design.annotations ?? []), ...notes] }),
  });
}

/** Copies and pastes in one. */
export function duplicate(design: Design, ids: ElementIds, offset: Point = DUPLICATE_OFFSET): DesignDiff {
  return paste(design, copyFragment(design, ids), offset);
}

/** A fragment as text for the clipboard. */
export function fragmentToText(fragment: Fragment): string {
  const { format: _, name: __, ...rest } = JSON.parse(formatDesign(asDesign(fragment))) as Record<string, unknown>;
  return JSON.stringify({ format: FORMAT, ...rest }, null, 2);
}

/**
 * A fragment from the clipboard's text, validated and migrated as a file is. Never throws; text that is something
 * else is refused with the code `design-invalid` or `design-unreadable`.
 */
export function fragmentFromText(text: string): { ok: true; fragment: Fragment } | { ok: false; error: AppError } {
  if (text.length > MAX_DESIGN_BYTES) return { ok: false, error: designTooLarge(text.length) };
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, error: new AppError("design-unreadable", "The clipboard holds no part of a design.") };
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value) || value["format"] !== FORMAT)
    return { ok: false, error: new AppError("design-invalid", "The clipboard holds no part of a design.") };
  const loaded = readDesign({ ...value, format: "spillway", name: "" });
  if (!loaded.ok) return { ok: false, error: loaded.error };
  const { nodes, edges, annotations = [] } = loaded.design;
  return { ok: true, fragment: { nodes, edges, annotations } };
}

function asDesign({ nodes, edges, annotations }: Fragment): Design {
  return { format: "spillway", version: DOCUMENT_VERSION, name: "", nodes: [...nodes], edges: [...edges], annotations: [...annotations] };
}

function shifted(position: Point, offset: Point): Point {
  return { ...position, x: position.x + offset.x, y: position.y + offset.y };
}
