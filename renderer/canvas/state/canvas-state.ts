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
}

/** Connecting by keyboard: a list of what accepts an edge from a node. */
export interface TargetList {
  readonly at: Point;
  readonly node: string;
}

/** An edge that is being drawn. */
export interface Connecting {
  readonly from: PortRef;
  /** `node:port` of every port that accepts it. */
  readonly accepting: ReadonlySet<string>;
}

/** What is going on on the canvas: neither saved nor undoable, and of no interest to the rest of the window. */
export interface CanvasState {
  readonly renaming: string | null;
  readonly quickAdd: QuickAdd | null;
  readonly targetList: TargetList | null;
  readonly connecting: Connecting | null;
  readonly guides: readonly Guide[];
  /** The edge into which what is dragged would be inserted. */
  readonly dropEdge: string | null;
}

const IDLE: CanvasState = { renaming: null, quickAdd: null, targetList: null, connecting: null, guides: [], dropEdge: null };

/** The window's canvas state. */
export const canvasState = createStore<CanvasState>()(() => IDLE);

/** The part of the canvas state that a component needs. */
export function useCanvasState<Part>(selector: (state: CanvasState) => Part): Part {
  return useStore(canvasState, selector);
}
