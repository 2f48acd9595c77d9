import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Design } from "../../../design/document/schema.ts";
import { boxOf } from "../../../design/picture/curve.ts";
import { overlaps, type Rectangle } from "../../../design/picture/rectangle.ts";
import { documentStore } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import type { WireEdge } from "../edges/wire.tsx";
import { wireEdgesOf, type WireEdges } from "../model/flow-edges.ts";
import { cardNodesOf, type CardNodes } from "../model/flow-nodes.ts";
import { noteNodesOf, type NoteNodes } from "../model/flow-notes.ts";
import type { FlowNode } from "../model/flow-types.ts";
import { inPortions } from "./portions.ts";
import { sceneStore } from "./scene-store.ts";

interface Elements {
  readonly cards: CardNodes;
  readonly notes: NoteNodes;
  readonly wires: WireEdges;
  /** What React Flow is given: all of them, once as many as are new have come in portions. The same arrays while they hold the same objects. */
  readonly nodes: FlowNode[];
  readonly edges: WireEdge[];
}

const NOTHING: ReadonlySet<string> = new Set();

const elementsStore = createStore<Elements>()(() => ({ cards: new Map(), notes: new Map(), wires: new Map(), nodes: [], edges: [] }));

/** React Flow's elements of the present design, the same objects for whatever has not changed. */
export function useElements(): Pick<Elements, "nodes" | "edges"> {
  const nodes = useStore(elementsStore, (elements) => elements.nodes);
  const edges = useStore(elementsStore, (elements) => elements.edges);
  return { nodes, edges };
}

/** Follows the document, what is selected and what is dragged, until the function it returns is called. */
export function keepElements(): () => void {
  update();
  const stops = [
    sceneStore.subscribe(update),
    documentStore.subscribe((after, before) => {
      if (after.design === before.design) return;
      forgetGone(after.design);
      update();
    }),
    sessionStore.subscribe((after, before) => {
      if (after.selection !== before.selection) update();
    }),
  ];
  return () => {
    clearTimeout(nextPortion);
    for (const stop of stops) stop();
  };
}

/**
 * Takes the edges that are out of view back from React Flow and gives them again in portions: a glide to a view of all of a large design
 * would mount them in a single frame.
 */
export function giveEdgesAnew(seen: Rectangle): void {
  const { edges } = elementsStore.getState();
  const { curves } = sceneStore.getState().scene;
  const inView = edges.filter(({ id }) => {
    const curve = curves.get(id);
    return curve !== undefined && overlaps(boxOf(curve), seen);
  });
  elementsStore.setState({ edges: inView });
  clearTimeout(nextPortion);
  nextPortion = setTimeout(update);
}

let nextPortion: ReturnType<typeof setTimeout> | undefined;

/** Takes what is no longer in the design out of the selection. */
function forgetGone({ nodes, edges, zones = [], annotations = [] }: Design): void {
  const { selection, select } = sessionStore.getState();
  const left = {
    nodes: stillIn(selection.nodes, [...nodes, ...annotations]),
    edges: stillIn(selection.edges, edges),
    zones: stillIn(selection.zones, zones),
  };
  if (left.nodes !== selection.nodes || left.edges !== selection.edges || left.zones !== selection.zones) select(left);
}

/** The ids that some record has; the same array where all are. */
function stillIn(ids: readonly string[], records: readonly { readonly id: string }[]): readonly string[] {
  if (ids.length === 0) return ids;
  const known = new Set(records.map(({ id }) => id));
  return ids.every((id) => known.has(id)) ? ids : ids.filter((id) => known.has(id));
}

function update(): void {
  const before = elementsStore.getState();
  const { scene, moved, sizing } = sceneStore.getState();
  const { design } = documentStore.getState();
  const { selection } = sessionStore.getState();
  const selected = setOf(selection.nodes);
  const cards = cardNodesOf(design.nodes, scene, selected, before.cards);
  const notes = noteNodesOf(design.annotations ?? [], { moved, sizing }, selected, before.notes);
  const wires = wireEdgesOf(design, scene, setOf(selection.edges), before.wires);
  const portion = inPortions(before, { nodes: [...notes.values(), ...cards.values()], edges: [...wires.values()] });
  elementsStore.setState({ cards, notes, wires, nodes: sameOr(before.nodes, portion.nodes), edges: sameOr(before.edges, portion.edges) });
  clearTimeout(nextPortion);
  if (!portion.isAll) nextPortion = setTimeout(update);
}

function setOf(ids: readonly string[]): ReadonlySet<string> {
  return ids.length === 0 ? NOTHING : new Set(ids);
}

/** The array of before where it holds the same objects, so that React Flow does not look through it. */
function sameOr<Item>(before: Item[], after: Item[]): Item[] {
  return before.length === after.length && before.every((item, index) => item === after[index]) ? before : after;
}
