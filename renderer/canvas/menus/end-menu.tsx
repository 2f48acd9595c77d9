import { acceptingPorts, portKey, type PortRef } from "../../../design/checks/port-rules.ts";
import type { Design, DesignEdge } from "../../../design/document/schema.ts";
import { useDocument } from "../../stores/document-store.ts";
import { withoutEdge } from "../connect/drawn-in.ts";
import { canvasState, useCanvasState, type EndList } from "../state/canvas-state.ts";
import { nameOf } from "../state/document-link.ts";
import { reconnectEdge } from "../state/edge-edits.ts";
import { PickList } from "./pick-list.tsx";
import { PortChoice } from "./port-choice.tsx";
import { canvasWords } from "../../words/canvas.ts";

/** Moves one end of an edge by keyboard: every port that it may go to. */
export function EndMenu() {
  const list = useCanvasState((state) => state.endList);
  const design = useDocument((document) => document.design);
  const edge = design.edges.find(({ id }) => id === list?.edge);
  return list === null || edge === undefined ? null : <Menu list={list} edge={edge} design={design} />;
}

function Menu({ list: { at, end }, edge, design }: { readonly list: EndList; readonly edge: DesignEdge; readonly design: Design }) {
  const kept = end === "to" ? edge.from : edge.to;
  const close = () => {
    canvasState.setState({ endList: null });
    document.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
  };
  return (
    <PickList
      at={at}
      label={end === "to" ? canvasWords.leadTheEdge : canvasWords.beginTheEdge}
      placeholder={end === "to" ? canvasWords.leadTheEdgeFromName(nameOf(kept.node)) : canvasWords.beginTheEdgeToName(nameOf(kept.node))}
      nothing={canvasWords.noOtherPortTakesThisEdge}
      onClose={close}
    >
      {otherEnds(design, edge, end).map((port) => (
        <PortChoice
          key={portKey(port)}
          value={portKey(port)}
          port={port}
          design={design}
          onSelect={() => {
            reconnectEdge(edge.id, kept, port);
            close();
          }}
        />
      ))}
    </PickList>
  );
}

/** The ports that one end of an edge may go to, other than the one that it is at. */
export function otherEnds(design: Pick<Design, "nodes" | "edges">, edge: DesignEdge, end: "from" | "to"): readonly PortRef[] {
  const kept = end === "to" ? edge.from : edge.to;
  const present = portKey(edge[end]);
  return acceptingPorts(withoutEdge(design, edge.id), kept).filter((port) => portKey(port) !== present);
}
