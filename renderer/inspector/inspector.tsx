import { memo, useDeferredValue } from "react";
import { leaveByEscape } from "../shell/move-focus.ts";
import type { Selection } from "../stores/session-state.ts";
import { useDocument } from "../stores/document-store.ts";
import { useSession } from "../stores/session-store.ts";
import { DesignInspector } from "./design-inspector.tsx";
import { EdgeInspector } from "./edge-inspector.tsx";
import { ManyInspector } from "./many-inspector.tsx";
import { NodeInspector } from "./node-inspector.tsx";
import { ZoneInspector } from "./zone-inspector.tsx";
import "./inspector.css";

/**
 * What is selected: a node, an edge, several things, or the design itself. Its forms are long: they are made in pieces after the
 * canvas has shown the selection, so that a drag begins without waiting for them.
 */
export function Inspector() {
  const selection = useDeferredValue(useSession((session) => session.selection));
  return (
    <div className="inspector" onKeyDown={leaveByEscape}>
      <Selected selection={selection} />
    </div>
  );
}

const Selected = memo(function Selected({ selection }: { readonly selection: Selection }) {
  const [nodeId] = selection.nodes;
  const [edgeId] = selection.edges;
  const [zoneId] = selection.zones;
  const count = selection.nodes.length + selection.edges.length + selection.zones.length;
  const node = useDocument(({ design }) => design.nodes.find((each) => each.id === nodeId));
  const edge = useDocument(({ design }) => design.edges.find((each) => each.id === edgeId));
  const zone = useDocument(({ design }) => design.zones?.find((each) => each.id === zoneId));
  if (count > 1) return <ManyInspector selection={selection} />;
  if (node) return <NodeInspector key={node.id} node={node} />;
  if (edge) return <EdgeInspector key={edge.id} edge={edge} />;
  if (zone) return <ZoneInspector key={zone.id} zone={zone} />;
  return <DesignInspector />;
});
