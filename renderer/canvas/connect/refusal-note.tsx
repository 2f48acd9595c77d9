import { useConnection } from "@xyflow/react";
import { useCanvasState } from "../state/canvas-state.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { connectTarget } from "./connect-target.ts";
import { drawnIn } from "./drawn-in.ts";

/** While an edge is drawn: why what is under the pointer refuses it, beside the pointer. */
export function RefusalNote() {
  const connecting = useCanvasState((state) => state.connecting);
  const pointer = useConnection((connection) => (connection.inProgress ? connection.to : null));
  const handle = useConnection((connection) => (connection.inProgress ? connection.toHandle : null));
  if (connecting === null || pointer === null) return null;
  const port = handle?.id ? { node: handle.nodeId, port: handle.id } : null;
  const { view } = viewStore.getState();
  const target = connectTarget(drawnIn(connecting), sceneStore.getState().scene, connecting.from, pointer, port);
  if (target?.refusal == null) return null;
  return (
    <div className="refusal" role="status" style={{ left: pointer.x * view.zoom + view.x + 16, top: pointer.y * view.zoom + view.y + 16 }}>
      {target.refusal}
    </div>
  );
}
