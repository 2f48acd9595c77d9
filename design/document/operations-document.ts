import { withoutSlos, withoutZone } from "../alerts/references.ts";
import type { DesignDiff } from "./diff.ts";
import { edit, optionalList, recordOf, replaceById, withProperty } from "./edit.ts";
import { Fresh } from "./fresh.ts";
import type { Annotation, Design, Json, Point, Slo, Zone } from "./schema.ts";

/** Names the design. */
export function renameDesign(design: Design, name: string): DesignDiff {
  return edit(design, { name });
}

/** Describes the design; an empty text takes the description away. */
export function setDescription(design: Design, description: string): DesignDiff {
  return edit(design, { description: description === "" ? undefined : description });
}

/** Sets the seed of all randomness (rule E5); undefined goes back to the default, 1. */
export function setSeed(design: Design, seed: number | undefined): DesignDiff {
  return edit(design, { seed });
}

/** Replaces the timeline of load and chaos; undefined takes it away. */
export function setScenario(design: Design, scenario: Design["scenario"]): DesignDiff {
  return edit(design, { scenario });
}

/** Remembers where the canvas looks. */
export function setView(design: Design, view: Design["view"]): DesignDiff {
  return edit(design, { view });
}

/** Puts a note on the canvas. */
export function addAnnotation(design: Design, annotation: Omit<Annotation, "id">): DesignDiff {
  return edit(design, { annotations: [...(design.annotations ?? []), { id: new Fresh(design).idFor("note"), ...annotation }] });
}

/** Changes a note's text or size; a property that is given as undefined is taken away. */
export function updateAnnotation(design: Design, { id, ...change }: { id: string } & Partial<Annotation>): DesignDiff {
  return edit(design, { annotations: updated(design.annotations, id, change, "note") });
}

/** Moves notes to positions, in canvas units. */
export function moveAnnotations(design: Design, positions: ReadonlyMap<string, Point>): DesignDiff {
  const annotations = design.annotations?.map((note) => {
    const position = positions.get(note.id);
    return position === undefined ? note : { ...note, position: { ...note.position, ...position } };
  });
  return edit(design, { annotations });
}

/** Adds a failure domain; put nodes into it with `assignZone`. */
export function addZone(design: Design, zone: Omit<Zone, "id">): DesignDiff {
  return edit(design, { zones: [...(design.zones ?? []), { id: new Fresh(design).idFor("zone"), ...zone }] });
}

/** Changes a zone; a property that is given as undefined is taken away. */
export function updateZone(design: Design, { id, ...change }: { id: string } & Partial<Zone>): DesignDiff {
  return edit(design, { zones: updated(design.zones, id, change, "zone") });
}

/** Removes a zone; its nodes stay, in none. With it go experiments on it, and restarts of it by alerts. */
export function removeZone(design: Design, id: string): DesignDiff {
  const { scenario, alerts } = design;
  const chaos = scenario?.chaos?.filter(({ target }) => !isRecord(target) || target["zone"] !== id);
  return edit(design, {
    ...(chaos === undefined || chaos.length === scenario?.chaos?.length ? {} : { scenario: { ...scenario, chaos } }),
    ...(alerts === undefined ? {} : { alerts: withoutZone(alerts, id) }),
    zones: optionalList((design.zones ?? []).filter((zone) => zone.id !== id)),
    nodes: design.nodes.map((node) => (node.zone === id ? withProperty(node, "zone", undefined) : node)),
  });
}

/** Adds a service level objective (rule O5). */
export function addSlo(design: Design, slo: Omit<Slo, "id">): DesignDiff {
  return edit(design, { slos: [...(design.slos ?? []), { id: new Fresh(design).idFor("slo"), ...slo }] });
}

/** Changes an SLO; a property that is given as undefined is taken away. */
export function updateSlo(design: Design, { id, ...change }: { id: string } & Partial<Slo>): DesignDiff {
  return edit(design, { slos: updated(design.slos, id, change, "SLO") });
}

/** Removes an SLO, and with it the alerts that wait for it. */
export function removeSlo(design: Design, id: string): DesignDiff {
  const alerts = design.alerts && optionalList(withoutSlos(design.alerts, new Set([id])));
  return edit(design, { ...(design.alerts === undefined ? {} : { alerts }), slos: optionalList((design.slos ?? []).filter((slo) => slo.id !== id)) });
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function updated<R extends { id: string }>(list: readonly R[] | undefined, id: string, change: Partial<Omit<R, "id">>, noun: string): R[] {
  const merged = { ...recordOf(list, id, noun), ...change };
  const record = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as R;
  return replaceById(list ?? [], record);
}
