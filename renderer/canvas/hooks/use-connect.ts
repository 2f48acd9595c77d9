import { useStoreApi, type Connection, type FinalConnectionState, type OnConnectStartParams } from "@xyflow/react";
import { useMemo, useRef } from "react";
import { acceptingPorts, portKey, type PortRef } from "../../../design/checks/port-rules.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { connectTarget } from "../connect/connect-target.ts";
import { refusalOf } from "../connect/direction.ts";
import { drawnIn } from "../connect/drawn-in.ts";
import type { WireEdge } from "../edges/wire.tsx";
import type { FlowNode } from "../model/flow-types.ts";
import { canvasState, type Connecting } from "../state/canvas-state.ts";
import { connectPorts, reconnectEdge } from "../state/edge-edits.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";

export interface ConnectHandlers {
  /** An end of an edge is taken up: what follows moves that end. */
  readonly startEnd: (event: unknown, edge: WireEdge) => void;
  readonly start: (event: unknown, params: OnConnectStartParams) => void;
  /** Tells whether React Flow may join two ports. */
  readonly isValid: (connection: { source: string; target: string; sourceHandle?: string | null; targetHandle?: string | null }) => boolean;
  readonly connect: (connection: Connection) => void;
  readonly reconnect: (edge: WireEdge, connection: Connection) => void;
  readonly end: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
  readonly endClick: () => void;
  readonly cancel: () => void;
}

/**
 * Drawing edges: from port to port, to anywhere on a card, or to empty canvas, which asks what to add there. An edge's end
 * is moved in the same way; let go on empty canvas it stays where it was.
 */
export function useConnect(): ConnectHandlers {
  const flow = useStoreApi<FlowNode>();
  /** The edge of which an end was just taken up; React Flow then begins as with a new one. */
  const taken = useRef<string | null>(null);
  return useMemo(() => {
    const forget = () => {
      canvasState.setState({ connecting: null });
      if (flow.getState().connectionClickStartHandle !== null) flow.setState({ connectionClickStartHandle: null });
    };
    return {
      startEnd(_event, edge) {
        taken.current = edge.id;
      },
      start(_event, { nodeId, handleId }) {
        if (nodeId === null || handleId === null) return;
        const from = { node: nodeId, port: handleId };
        const edge = taken.current === null ? {} : { edge: taken.current };
        taken.current = null;
        const accepting = new Set(acceptingPorts(drawnIn(edge), from).map(portKey));
        canvasState.setState({ connecting: { from, accepting, ...edge }, quickAdd: null, targetList: null });
      },
      isValid(connection) {
        const ends = endsOf(connection);
        return ends !== null && refusalOf(drawnIn(canvasState.getState().connecting), ends.from, ends.to) === null;
      },
      connect(connection) {
        const ends = endsOf(connection);
        if (ends !== null) connectPorts(ends.from, ends.to);
      },
      reconnect(edge, connection) {
        const ends = endsOf(connection);
        const { connecting } = canvasState.getState();
        if (ends === null || connecting === null) return;
        reconnectEdge(edge.id, connecting.from, portKey(ends.from) === portKey(connecting.from) ? ends.to : ends.from);
      },
      end(event, state) {
        const { connecting } = canvasState.getState();
        canvasState.setState({ connecting: null });
        if (connecting === null || state.isValid === true || state.toHandle !== null) return;
        dropAt(connecting, clientPoint(event));
      },
      endClick: forget,
      cancel() {
        forget();
        const { selection, clearSelection } = sessionStore.getState();
        // React Flow itself lets go of nodes and edges; it knows nothing of zones.
        if (selection.zones.length > 0) clearSelection();
      },
    };
  }, [flow]);
}

function dropAt(connecting: Connecting, at: { x: number; y: number }): void {
  const { canvas } = viewStore.getState();
  if (canvas === null) return;
  const { from, edge } = connecting;
  const place = canvas.toFlow(at);
  const target = connectTarget(drawnIn(connecting), sceneStore.getState().scene, from, place, null);
  if (target === null) {
    if (edge === undefined) canvasState.setState({ quickAdd: { at, place, from } });
  } else if (target.refusal === null) {
    if (edge === undefined) connectPorts(from, target.to);
    else reconnectEdge(edge, from, target.to);
  }
}

function endsOf(connection: Parameters<ConnectHandlers["isValid"]>[0]): { from: PortRef; to: PortRef } | null {
  const { source, target, sourceHandle, targetHandle } = connection;
  if (!sourceHandle || !targetHandle) return null;
  return { from: { node: source, port: sourceHandle }, to: { node: target, port: targetHandle } };
}

function clientPoint(event: MouseEvent | TouchEvent): { x: number; y: number } {
  if ("clientX" in event) return { x: event.clientX, y: event.clientY };
  const touch = event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}
