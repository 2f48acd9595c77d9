import { Tooltip } from "radix-ui";
import { Canvas } from "./canvas/canvas.tsx";
import { WatchBanner } from "./discovery/watch-banner.tsx";
import { Dock } from "./dock/dock.tsx";
import { DropHint } from "./import/drop-hint.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { LessonPanel } from "./lessons/lesson-panel.tsx";
import { useLesson } from "./lessons/lesson-store.ts";
import { Palette } from "./palette/palette.tsx";
import { Announcer } from "./shell/announcer.tsx";
import { ConnectionBanner } from "./shell/connection-banner.tsx";
import { Dialogs } from "./shell/dialogs.tsx";
import { ElsewhereBanner } from "./shell/elsewhere-banner.tsx";
import { EdgeButtons } from "./shell/edge-buttons.tsx";
import { PanelResizer } from "./shell/panel-resizer.tsx";
import { Toasts } from "./shell/toasts.tsx";
import { useSession } from "./stores/session-store.ts";
import { TopBar } from "./top-bar/top-bar.tsx";
import { shellWords } from "./words/shell.ts";
import "./app.css";

/** The window: a bar, the palette or a lesson, the canvas, the inspector and the dock; of these only the lesson and the canvas while it is presented. */
export function App() {
  const palette = useSession((session) => session.panels.palette);
  const inspector = useSession((session) => session.panels.inspector);
  const lesson = useLesson((state) => state.open);
  const isPresenting = useLesson((state) => state.isPresenting);
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <div className="app" data-presenting={isPresenting || undefined}>
        <TopBar />
        <div className="workspace">
          {lesson ? (
            <aside className="side side-left side-lesson" aria-label={shellWords.lessonAndSteps}>
              <LessonPanel open={lesson} />
            </aside>
          ) : palette.open && !isPresenting ? (
            <nav className="side side-left" aria-label={shellWords.palette} style={{ width: palette.size }}>
              <Palette />
              <PanelResizer panel="palette" />
            </nav>
          ) : (
            <span />
          )}
          <div className="main">
            <div className="stage">
              <main className="canvas-area" aria-label={shellWords.canvas}>
                <Canvas />
                <ConnectionBanner />
                <ElsewhereBanner />
                <WatchBanner />
                {!isPresenting && <EdgeButtons />}
                <Toasts />
                <Announcer />
              </main>
              {inspector.open && !isPresenting && (
                <aside className="side side-right" aria-label={shellWords.inspector} style={{ width: inspector.size }}>
                  <PanelResizer panel="inspector" />
                  <Inspector />
                </aside>
              )}
            </div>
            {!isPresenting && (
              <section className="dock-area" aria-label={shellWords.dock}>
                <Dock />
              </section>
            )}
          </div>
        </div>
      </div>
      <DropHint />
      <Dialogs />
    </Tooltip.Provider>
  );
}
