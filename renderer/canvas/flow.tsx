import { ConnectionMode, ReactFlow, SelectionMode, ViewportPortal, type EdgeTypes, type NodeChange, type NodeTypes } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { sessionStore } from "../stores/session-store.ts";
import { Backdrop } from "./backdrop.tsx";
import { RefusalNote } from "./connect/refusal-note.tsx";
import { DrawnWire } from "./edges/drawn-wire.tsx";
import { Wire } from "./edges/wire.tsx";
import { Guides } from "./guides.tsx";
import { useClipboard } from "./hooks/use-clipboard.ts";
import { useConnect } from "./hooks/use-connect.ts";
import { useDrag } from "./hooks/use-drag.ts";
import { useDropKind } from "./hooks/use-drop-kind.ts";
import { usePointer } from "./hooks/use-pointer.ts";
import { useSelectionChanges } from "./hooks/use-selection-changes.ts";
import { useCanvasView } from "./hooks/use-canvas-view.ts";
import { Card } from "./nodes/card.tsx";
import type { FlowNode } from "./model/flow-types.ts";
import { Note } from "./nodes/note.tsx";
import type { Overlay } from "./overlay/overlay.ts";
import { OverlayLayer } from "./overlay/overlay-layer.tsx";
import { MAX_ZOOM, MIN_ZOOM } from "./geometry/viewport.ts";
import { editLabel } from "./state/edge-edits.ts";
import { useElements } from "./state/elements-store.ts";
import { useKeepProblems } from "./state/node-problems.ts";
import { viewStore } from "./state/view-store.ts";
import { ZoneHintNote } from "./zones/zone-hint-note.tsx";
import { ZoneBacks } from "./zones/zone-backs.tsx";

const nodeTypes: NodeTypes = { card: Card, note: Note };
const edgeTypes: EdgeTypes = { wire: Wire };
const DELETE_BY_COMMAND = null;
/** Left and middle button; with Shift the left one draws a box. */
const PAN_BUTTONS = [0, 1];
const MULTI_KEYS = ["Shift", "Meta", "Control"];
/** Of the grips at a selected edge's ends, px of the flow: beyond its port, which begins a new edge. */
const REACH_OF_END = 20;
const PRO_OPTIONS = { hideAttribution: true };

/**
 * The drawing itself: React Flow, fed by the document, with the overlay on top. Its handlers are the same functions for as long as it
 * is shown: another function for one of them has React Flow render every card and edge again, at each step of a drag.
 */
export function Flow() {
  const overlay = useRef<Overlay | null>(null);
  const { nodes, edges } = useElements();
  const drag = useDrag();
  const connect = useConnect();
  const select = useSelectionChanges();
  const drop = useDropKind();
  const pointer = usePointer(overlay);
  const onNodesChange = useMemo(
    () => (changes: NodeChange<FlowNode>[]) => {
      select.nodes(changes);
      drag.drag(changes);
    },
    [select, drag],
  );
  useCanvasView();
  useKeepProblems();
  useClipboard();
  const start = useMemo(() => viewStore.getState().view, []);
  const setOverlay = useMemo(() => (present: Overlay | null) => (overlay.current = present), []);
  return (
    <div className="canvas-flow" {...pointer} {...drop}>
      <Backdrop />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={select.edges}
        onNodeDragStart={drag.start}
        onSelectionDragStart={drag.start}
        onNodeDragStop={drag.drop}
        onSelectionDragStop={drag.drop}
        onNodeMouseEnter={hoverOne}
        onNodeMouseLeave={hoverNone}
        onEdgeDoubleClick={labelOne}
        onEdgeMouseEnter={hoverOne}
        onEdgeMouseLeave={hoverNone}
        onReconnectStart={connect.startEnd}
        onReconnect={connect.reconnect}
        onConnectStart={connect.start}
        onConnect={connect.connect}
        onConnectEnd={connect.end}
        onClickConnectStart={connect.start}
        onClickConnectEnd={connect.endClick}
        isValidConnection={connect.isValid}
        onPaneClick={connect.cancel}
        connectionLineComponent={DrawnWire}
        connectionMode={ConnectionMode.Strict}
        connectionRadius={18}
        connectionDragThreshold={2}
        defaultViewport={start}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        panOnDrag={PAN_BUTTONS}
        zoomOnDoubleClick={false}
        selectionMode={SelectionMode.Partial}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={MULTI_KEYS}
        deleteKeyCode={DELETE_BY_COMMAND}
        elevateNodesOnSelect={false}
        nodeDragThreshold={1}
        onlyRenderVisibleElements
        disableKeyboardA11y
        edgesFocusable={false}
        edgesReconnectable={false}
        reconnectRadius={REACH_OF_END}
        proOptions={PRO_OPTIONS}
      >
        <ViewportPortal>
          <ZoneBacks />
          <Guides />
        </ViewportPortal>
      </ReactFlow>
      <OverlayLayer onOverlay={setOverlay} />
      <RefusalNote />
      <ZoneHintNote />
    </div>
  );
}

function hoverOne(_event: unknown, { id }: { readonly id: string }): void {
  sessionStore.getState().hover(id);
}

function labelOne(_event: unknown, { id }: { readonly id: string }): void {
  editLabel(id);
}

function hoverNone(): void {
  sessionStore.getState().hover(null);
}
