import { ReactFlow, ReactFlowProvider, ViewportPortal, type EdgeTypes, type NodeTypes } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useMemo, useRef } from "react";
import { Backdrop } from "./backdrop.tsx";
import "./canvas.css";
import "./edges/wire.css";
import { Wire } from "./edges/wire.tsx";
import { MAX_ZOOM, MIN_ZOOM } from "./geometry/viewport.ts";
import { useCanvasView } from "./hooks/use-canvas-view.ts";
import { usePointer } from "./hooks/use-pointer.ts";
import { useSelectionChanges } from "./hooks/use-selection-changes.ts";
import { useTabOrder } from "./hooks/use-tab-order.ts";
import { keepActivity } from "./live/activity-log.ts";
import { keepHighlight, useHighlight } from "./live/highlight.ts";
import "./nodes/card.css";
import { Card } from "./nodes/card.tsx";
import { Note } from "./nodes/note.tsx";
import "./nodes/ports.css";
import type { Overlay } from "./overlay/overlay.ts";
import { OverlayLayer } from "./overlay/overlay-layer.tsx";
import { keepElements, useElements } from "./state/elements-store.ts";
import { keepScene } from "./state/scene-store.ts";
import { useKeepProblems } from "./state/node-problems.ts";
import { viewStore } from "./state/view-store.ts";
import { ZoneBacks } from "./zones/zone-backs.tsx";
import { sessionStore } from "../stores/session-store.ts";
import { replayWords } from "../words/replay.ts";

const nodeTypes: NodeTypes = { card: Card, note: Note };
const edgeTypes: EdgeTypes = { wire: Wire };
const PRO_OPTIONS = { hideAttribution: true };
/** So far a small design is enlarged, for the last row. */
const LARGEST_ZOOM = 2.4;

/** The design as it was, to be looked at: it can be moved and enlarged, and its cards and dots selected, but not edited. */
export function ReadOnlyCanvas() {
  const isHighlighting = useHighlight((highlight) => highlight !== null);
  const onTab = useTabOrder();
  useEffect(() => {
    const stops = [keepScene(), keepElements(), keepActivity(), keepHighlight(), keepFitted()];
    return () => stops.forEach((stop) => stop());
  }, []);
  return (
    <section className="canvas" data-highlight={isHighlighting || undefined} tabIndex={0} onKeyDown={onTab} aria-label={replayWords.canvas}>
      <ReactFlowProvider>
        <Drawing />
      </ReactFlowProvider>
    </section>
  );
}

function Drawing() {
  const overlay = useRef<Overlay | null>(null);
  const setOverlay = useMemo(() => (present: Overlay | null) => (overlay.current = present), []);
  const pointer = usePointer(overlay);
  const select = useSelectionChanges();
  const { nodes, edges } = useElements();
  useCanvasView();
  useKeepProblems();
  return (
    // A double click would edit a name.
    <div className="canvas-flow" {...pointer} onDoubleClickCapture={(event) => event.stopPropagation()}>
      <Backdrop />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={select.nodes}
        onEdgesChange={select.edges}
        onPaneClick={selectNoEvent}
        nodesDraggable={false}
        nodesConnectable={false}
        deleteKeyCode={null}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        zoomOnDoubleClick={false}
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements
        disableKeyboardA11y
        edgesFocusable={false}
        proOptions={PRO_OPTIONS}
      >
        <ViewportPortal>
          <ZoneBacks />
        </ViewportPortal>
      </ReactFlow>
      <OverlayLayer onOverlay={setOverlay} />
    </div>
  );
}

function selectNoEvent(): void {
  sessionStore.getState().selectEvent(null);
}

/** Brings the whole design into view. */
export function fitDesign(glide = true): void {
  viewStore.getState().canvas?.fit(undefined, { glide, largestZoom: LARGEST_ZOOM });
}

/** Keeps the whole design in view while the window changes its size. */
function keepFitted(): () => void {
  const fit = () => fitDesign(false);
  const stop = viewStore.subscribe((after, before) => {
    if (after.canvas !== before.canvas || after.view.width !== before.view.width || after.view.height !== before.view.height) queueMicrotask(fit);
  });
  fit();
  return stop;
}
