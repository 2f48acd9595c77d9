import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { PortRef } from "../../../design/checks/port-rules.ts";
import type { Point } from "../../../design/document/schema.ts";
import type { Guide } from "../geometry/guides.ts";

/** A menu of what can be added, and what is done with the choice. */
export interface QuickAdd {
  /** Where the menu opens, px of the window. */
  readonly at: Point;
  /** Where the new node goes, px of the flow. */
  readonly place: Point;
  /** The port that the new node is joined to; without it the node stands alone. */
  readonly from?: PortRef;
  /** The edge that the new node goes into. */
  readonly edge?: string;
  /** The place was not pointed at: the node goes to the nearest one where it covers no other, and is brought into view. */
  readonly isAnywhere?: boolean;
}

/** Connecting by keyboard: a list of what accepts an edge from a node. */
export interface TargetList {
  readonly at: Point;
  readonly node: string;
}

/** Asks which zone nodes go into. */
export interface ZoneList {
  readonly at: Point;
  readonly nodes: readonly string[];
}

/** Asks which port one end of an edge goes to. */
export interface EndList {
  readonly at: Point;
  readonly edge: string;
  readonly end: "from" | "to";
}

/** An edge that is being drawn, or of which one end is being moved. */
export interface Connecting {
  readonly from: PortRef;
  /** The edge whose other end than `from` is moved; without it a new one is drawn. */
  readonly edge?: string;
  /** `node:port` of every port that accepts it. */
  readonly accepting: ReadonlySet<string>;
}

/** What is going on on the canvas: neither saved nor undoable, and of no interest to the rest of the window. */
export interface CanvasState {
  /** The node or note whose text is a field, the {@link zoneKey} of a zone or the {@link edgeKey} of an edge. */
  readonly renaming: string | null;
  readonly quickAdd: QuickAdd | null;
  readonly targetList: TargetList | null;
  readonly zoneList: ZoneList | null;
  readonly endList: EndList | null;
  readonly connecting: Connecting | null;
  readonly guides: readonly Guide[];
  /** The edge into which what is dragged would be inserted. */
  readonly dropEdge: string | null;
  /** What letting go what is dragged would do to zones; null when nothing. */
  readonly zoneHint: ZoneHint | null;
}

/** Zones that cards would come into, or leave. */
export interface ZoneHint {
  readonly ways: ReadonlyMap<string, "into" | "out">;
  readonly text: string;
  /** Where the pointer is, px of the flow. */
  readonly at: Point;
}

/** Stands for a zone where ids of nodes and notes are meant as well: no id has a colon. */
export function zoneKey(id: string): string {
  return `zone:${id}`;
}

/** The zone that a key stands for; undefined for ids of nodes and notes. */
export function zoneOfKey(key: string): string | undefined {
  return key.startsWith("zone:") ? key.slice("zone:".length) : undefined;
}

/** Stands for an edge where ids of nodes and notes are meant as well. */
export function edgeKey(id: string): string {
  return `edge:${id}`;
}

/** The edge that a key stands for; undefined for ids of nodes and notes. */
export function edgeOfKey(key: string): string | undefined {
  return key.startsWith("edge:") ? key.slice("edge:".length) : undefined;
}

const IDLE: CanvasState = { renaming: null, quickAdd: null, targetList: null, zoneList: null, endList: null, connecting: null, guides: [], dropEdge: null, zoneHint: null };

/** The window's canvas state. */
export const canvasState = createStore<CanvasState>()(() => IDLE);

/** The part of the canvas state that a component needs. */
export function useCanvasState<Part>(selector: (state: CanvasState) => Part): Part {
  return useStore(canvasState, selector);
}
