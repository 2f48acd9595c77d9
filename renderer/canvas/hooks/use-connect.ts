import { useStoreApi, type Connection, type FinalConnectionState, type OnConnectStartParams } from "@xyflow/react";
import { useMemo } from "react";
import { acceptingPorts, portKey, type PortRef } from "../../../design/checks/port-rules.ts";
import { connectTarget } from "../connect/connect-target.ts";
import { refusalOf } from "../connect/direction.ts";
import { canvasState } from "../state/canvas-state.ts";
import { designNow } from "../state/document-link.ts";
import { connectPorts } from "../state/edits.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import type { FlowNode } from "../model/flow-types.ts";

export interface ConnectHandlers {
  readonly start: (event: unknown, params: OnConnectStartParams) => void;
  /** Tells whether React Flow may join two ports. */
  readonly isValid: (connection: { source: string; target: string; sourceHandle?: string | null; targetHandle?: string | null }) => boolean;
  readonly connect: (connection: Connection) => void;
  readonly end: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
  readonly endClick: () => void;
  readonly cancel: () => void;
}

/** Drawing edges: from port to port, to anywhere on a card, or to empty canvas, which asks what to add there. */
export function useConnect(): ConnectHandlers {
  const flow = useStoreApi<FlowNode>();
  return useMemo(() => {
    const forget = () => {
      canvasState.setState({ connecting: null });
      if (flow.getState().connectionClickStartHandle !== null) flow.setState({ connectionClickStartHandle: null });
    };
    return {
      start(_event, { nodeId, handleId }) {
        if (nodeId === null || handleId === null) return;
        const from = { node: nodeId, port: handleId };
        const accepting = new Set(acceptingPorts(designNow(), from).map(portKey));
        canvasState.setState({ connecting: { from, accepting }, quickAdd: null, targetList: null });
      },
      isValid(connection) {
        const ends = endsOf(connection);
        return ends !== null && refusalOf(designNow(), ends.from, ends.to) === null;
      },
      connect(connection) {
        const ends = endsOf(connection);
        if (ends !== null) connectPorts(ends.from, ends.to);
      },
      end(event, state) {
        const { connecting } = canvasState.getState();
        canvasState.setState({ connecting: null });
        if (connecting === null || state.isValid === true || state.toHandle !== null) return;
        dropAt(connecting.from, clientPoint(event));
      },
      endClick: forget,
      cancel: forget,
    };
  }, [flow]);
}

function dropAt(from: PortRef, at: { x: number; y: number }): void {
  const { canvas } = viewStore.getState();
  if (canvas === null) return;
  const place = canvas.toFlow(at);
  const target = connectTarget(designNow(), sceneStore.getState().scene, from, place, null);
  if (target === null) canvasState.setState({ quickAdd: { at, place, from } });
  else if (target.refusal === null) connectPorts(from, target.to);
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
