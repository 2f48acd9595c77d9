import { Tooltip } from "radix-ui";
import { Canvas } from "./canvas/canvas.tsx";
import { WatchBanner } from "./discovery/watch-banner.tsx";
import { Dock } from "./dock/dock.tsx";
import { DropHint } from "./import/drop-hint.tsx";
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
            <nav className="side side-left" aria-label="Palette" style={{ width: palette.size }}>
              <Palette />
              <PanelResizer panel="palette" />
            </nav>
          ) : (
            <span />
          )}
          <div className="main">
            <div className="stage">
              <main className="canvas-area" aria-label="Canvas">
                <Canvas />
                <ConnectionBanner />
                <WatchBanner />
                <EdgeButtons />
                <Toasts />
                <Announcer />
              </main>
              {inspector.open && (
                <aside className="side side-right" aria-label="Inspector" style={{ width: inspector.size }}>
                  <PanelResizer panel="inspector" />
                  <Inspector />
                </aside>
              )}
            </div>
            <section className="dock-area" aria-label="Dock">
              <Dock />
            </section>
          </div>
        </div>
      </div>
      <DropHint />
      <Dialogs />
    </Tooltip.Provider>
  );
}
