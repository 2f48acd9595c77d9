import { AppError } from "../errors.ts";
import { formatDesign } from "./format.ts";
import { designTooLarge, MAX_DESIGN_BYTES, readDesign } from "./load.ts";
import type { ElementIds } from "./operations.ts";
import { parseJson } from "./parse-json.ts";
import { DOCUMENT_VERSION, type Annotation, type Design, type DesignEdge, type DesignNode, type Json, type Zone } from "./schema.ts";

/** A piece of a design on its way through the clipboard: nodes, the edges between them, notes, and the zones of the nodes. */
export interface Fragment {
  readonly nodes: readonly DesignNode[];
  readonly edges: readonly DesignEdge[];
  readonly annotations: readonly Annotation[];
  readonly zones: readonly Zone[];
  /** Those zones that were copied themselves: each becomes another zone. The others are only the ones that its nodes are in. */
  readonly wholeZones: readonly string[];
  /** The open document that it was copied from, by its key; undefined for text of other origin. */
  readonly origin?: string;
}

/** What is copied: with a zone go its nodes. */
export interface CopiedIds extends ElementIds {
  readonly zones?: Iterable<string>;
}

const FORMAT = "spillway-fragment";
/** Read and kept by every version of the format, also by those that know nothing of them. */
const WHOLE = "x-whole-zones";
const ORIGIN = "x-origin";

/** The nodes and notes with these ids, those of these zones, and every edge between two of the nodes. */
export function copyFragment(design: Design, ids: CopiedIds): Fragment {
  const [wanted, annotations, whole] = [new Set(ids.nodes), new Set(ids.annotations), new Set(ids.zones)];
  const nodes = design.nodes.filter((node) => wanted.has(node.id) || (node.zone !== undefined && whole.has(node.zone)));
  const [inside, zones] = [new Set(nodes.map((node) => node.id)), new Set(nodes.map((node) => node.zone))];
  const copied = (design.zones ?? []).filter((zone) => zones.has(zone.id) || whole.has(zone.id));
  return {
    nodes,
    edges: design.edges.filter((edge) => inside.has(edge.from.node) && inside.has(edge.to.node)),
    annotations: (design.annotations ?? []).filter((note) => annotations.has(note.id)),
    zones: copied,
    wholeZones: copied.filter((zone) => whole.has(zone.id)).map((zone) => zone.id),
  };
}

/** All that is drawn of a design: nodes, edges, notes and zones. */
export function wholeFragment(design: Design): Fragment {
  const ids = (records: readonly { readonly id: string }[] = []) => records.map(({ id }) => id);
  return copyFragment(design, { nodes: ids(design.nodes), annotations: ids(design.annotations), zones: ids(design.zones) });
}

/** A fragment as text for the clipboard. */
export function fragmentToText(fragment: Fragment): string {
  const { format: _, name: __, ...rest } = JSON.parse(formatDesign(asDesign(fragment))) as Record<string, unknown>;
  const own = {
    ...(fragment.wholeZones.length === 0 ? {} : { [WHOLE]: fragment.wholeZones }),
    ...(fragment.origin === undefined ? {} : { [ORIGIN]: fragment.origin }),
  };
  return JSON.stringify({ format: FORMAT, ...rest, ...own }, null, 2);
}

/**
 * A fragment from the clipboard's text, validated and migrated as a file is; of a whole design all that is drawn. Never
 * throws; text that is something else is refused with the code `design-invalid` or `design-unreadable`.
 */
export function fragmentFromText(text: string): { ok: true; fragment: Fragment } | { ok: false; error: AppError } {
  if (text.length > MAX_DESIGN_BYTES) return { ok: false, error: designTooLarge(text.length) };
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, error: new AppError("design-unreadable", "The clipboard holds no part of a design.") };
  const { value } = parsed;
  const format = typeof value === "object" && value !== null && !Array.isArray(value) ? value["format"] : undefined;
  if (format !== FORMAT && format !== "spillway") return { ok: false, error: new AppError("design-invalid", "The clipboard holds no part of a design.") };
  const { [WHOLE]: whole, [ORIGIN]: origin, ...rest } = value as Record<string, Json>;
  const loaded = readDesign(format === "spillway" ? rest : { ...rest, format: "spillway", name: "" });
  if (!loaded.ok) return { ok: false, error: loaded.error };
  if (format === "spillway") return { ok: true, fragment: wholeFragment(loaded.design) };
  const { nodes, edges, annotations = [], zones = [] } = loaded.design;
  const wholeZones = Array.isArray(whole) ? zones.map(({ id }) => id).filter((id) => whole.includes(id)) : [];
  return { ok: true, fragment: { nodes, edges, annotations, zones, wholeZones, ...(typeof origin === "string" ? { origin } : {}) } };
}

function asDesign({ nodes, edges, annotations, zones }: Fragment): Design {
  return { format: "spillway", version: DOCUMENT_VERSION, name: "", nodes: [...nodes], edges: [...edges], zones: [...zones], annotations: [...annotations] };
}
