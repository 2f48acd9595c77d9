import { Tooltip } from "radix-ui";
import { Canvas } from "./canvas/canvas.tsx";
import { Dock } from "./dock/dock.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { Palette } from "./palette/palette.tsx";
import { Announcer } from "./shell/announcer.tsx";
import { ConnectionBanner } from "./shell/connection-banner.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { EdgeButtons } from "./shell/edge-buttons.tsx";
import { PanelResizer } from "./shell/panel-resizer.tsx";
import { Toasts } from "./shell/toasts.tsx";
import { useSession } from "./stores/session-store.ts";
import { TopBar } from "./top-bar/top-bar.tsx";
import "./app.css";

/** The window: a bar, the palette, the canvas, the inspector and the dock. */
export function App() {
  const palette = useSession((session) => session.panels.palette);
  const inspector = useSession((session) => session.panels.inspector);
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="app">
        <TopBar />
        <div className="workspace">
          {palette.open ? (
            <div className="side side-left" style={{ width: palette.size }}>
              <Palette />
              <PanelResizer panel="palette" />
            </div>
          ) : (
            <span />
          )}
          <div className="main">
            <div className="stage">
              <main className="canvas-area" aria-label="Canvas">
                <Canvas />
                <ConnectionBanner />
                <EdgeButtons />
                <Toasts />
              </main>
              {inspector.open && (
                <div className="side side-right" style={{ width: inspector.size }}>
                  <PanelResizer panel="inspector" />
                  <Inspector />
                </div>
              )}
            </div>
            <div className="dock-area">
              <Dock />
            </div>
          </div>
        </div>
      </div>
      <Dialogs />
      <Announcer />
    </Tooltip.Provider>
  );
}
