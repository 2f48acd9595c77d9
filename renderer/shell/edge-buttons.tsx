import { PanelLeftOpen, PanelRightOpen } from "lucide-react";
import { useCommand } from "../commands/use-command.ts";
import { useLesson } from "../lessons/lesson-store.ts";
import { useSession } from "../stores/session-store.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { shellWords } from "../words/shell.ts";

/** Where a side panel is hidden: the button that brings it back. */
export function EdgeButtons() {
  const palette = useSession((session) => session.panels.palette.open);
  const isInLesson = useLesson((state) => state.open !== null);
  const inspector = useSession((session) => session.panels.inspector.open);
  const showPalette = useCommand("view.toggle-palette");
  const showInspector = useCommand("view.toggle-inspector");
  return (
    <>
      {!palette && !isInLesson && (
        <div className="panel-tab panel-tab-left">
          <IconButton icon={PanelLeftOpen} label={shellWords.showThePalette} shortcut={showPalette.shortcut} onClick={showPalette.perform} />
        </div>
      )}
      {!inspector && (
        <div className="panel-tab panel-tab-right">
          <IconButton icon={PanelRightOpen} label={shellWords.showTheInspector} shortcut={showInspector.shortcut} onClick={showInspector.perform} />
        </div>
      )}
    </>
  );
}
