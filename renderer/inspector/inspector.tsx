import type { KeyboardEvent } from "react";
import { focusCanvas } from "../shell/move-focus.ts";
import { useDocument } from "../stores/document-store.ts";
import { useSession } from "../stores/session-store.ts";
import { DesignInspector } from "./design-inspector.tsx";
import { EdgeInspector } from "./edge-inspector.tsx";
import { ManyInspector } from "./many-inspector.tsx";
import { NodeInspector } from "./node-inspector.tsx";
import { ZoneInspector } from "./zone-inspector.tsx";
import "./inspector.css";

/** What is selected: a node, an edge, several things, or the design itself. */
export function Inspector() {
  const selection = useSession((session) => session.selection);
  const [nodeId] = selection.nodes;
  const [edgeId] = selection.edges;
  const [zoneId] = selection.zones;
  const count = selection.nodes.length + selection.edges.length + selection.zones.length;
  const node = useDocument(({ design }) => design.nodes.find((each) => each.id === nodeId));
  const edge = useDocument(({ design }) => design.edges.find((each) => each.id === edgeId));
  const zone = useDocument(({ design }) => design.zones?.find((each) => each.id === zoneId));
  return (
    <div className="inspector" onKeyDown={leaveByEscape}>
      {count > 1 ? (
        <ManyInspector selection={selection} />
      ) : node ? (
        <NodeInspector key={node.id} node={node} />
      ) : edge ? (
        <EdgeInspector key={edge.id} edge={edge} />
      ) : zone ? (
        <ZoneInspector key={zone.id} zone={zone} />
      ) : (
        <DesignInspector />
      )}
    </div>
  );
}

/** Back to where Enter came from. What is open in the inspector, a list for example, takes the key first. */
function leaveByEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  focusCanvas();
}
