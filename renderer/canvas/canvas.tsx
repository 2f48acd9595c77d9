import { ReactFlowProvider } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useState } from "react";
import "./canvas.css";
import { EmptyCanvas } from "./empty-canvas.tsx";
import "./edges/wire.css";
import { Flow } from "./flow.tsx";
import { useTabOrder } from "./hooks/use-tab-order.ts";
import { keepActivity } from "./live/activity-log.ts";
import { keepHighlight, useHighlight } from "./live/highlight.ts";
import { CanvasMenu } from "./menus/canvas-menu.tsx";
import { EndMenu } from "./menus/end-menu.tsx";
import { QuickAddMenu } from "./menus/quick-add-menu.tsx";
import { ZoneMenu } from "./menus/zone-menu.tsx";
import { TargetMenu } from "./menus/target-menu.tsx";
import "./nodes/card.css";
import "./nodes/ports.css";
import { Controls } from "./panels/controls.tsx";
import { Overview } from "./panels/overview.tsx";
import { keepElements } from "./state/elements-store.ts";
import { keepRequests } from "./state/requests.ts";
import { keepScene } from "./state/scene-store.ts";
import { keepZones } from "./zones/zone-store.ts";
import { useDocument } from "../stores/document-store.ts";
import { useSpotlightOn } from "../stores/spotlight.ts";
import { sessionStore } from "../stores/session-store.ts";
import { canvasWords } from "../words/canvas.ts";

/** The drawing area: the design as cards and edges, alive while it runs. */
export function Canvas() {
  const count = useDocument((document) => document.design.nodes.length);
  const isBlank = useDocument(({ design }) => design.nodes.length + (design.zones?.length ?? 0) + (design.annotations?.length ?? 0) === 0);
  const isHighlighting = useHighlight((highlight) => highlight !== null);
  const [isReached, setReached] = useState(false);
  const isSpotlit = useSpotlightOn();
  const onTab = useTabOrder();
  useEffect(keepEverything, []);
  return (
    <CanvasMenu>
      <section
        className="canvas"
        data-highlight={isHighlighting || undefined}
        data-spotlight={isSpotlit || undefined}
        data-keyboard={isReached || undefined}
        tabIndex={0}
        onFocus={(event) => {
          setReached(event.target === event.currentTarget && event.target.matches(":focus-visible"));
          selectReached(event.target);
        }}
        onBlur={() => setReached(false)}
        onKeyDown={onTab}
        aria-label={canvasWords.canvasWithCountNodesTabGoesThrough(count)}
      >
        <ReactFlowProvider>
          <Flow />
          <Overview />
          <Controls />
        </ReactFlowProvider>
        {isBlank && <EmptyCanvas />}
        <QuickAddMenu />
        <TargetMenu />
        <ZoneMenu />
        <EndMenu />
      </section>
    </CanvasMenu>
  );
}

/** The card that the keyboard is on is selected, however it came there: what the keys do they do to that one. */
function selectReached(target: Element): void {
  const id = target.matches(".react-flow__node:focus-visible") && target instanceof HTMLElement ? target.dataset.id : undefined;
  const { selection, select } = sessionStore.getState();
  if (id !== undefined && !selection.nodes.includes(id)) select({ nodes: [id] });
}

/** What the canvas listens to while it is on the screen. */
function keepEverything(): () => void {
  const stops = [keepScene(), keepZones(), keepElements(), keepActivity(), keepHighlight(), keepRequests()];
  return () => {
    for (const stop of stops) stop();
  };
}
