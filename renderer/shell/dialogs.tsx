import { AlertDialog } from "../alerts/alert-dialog.tsx";
import { BreakDialog } from "../chaos/break-dialog.tsx";
import { CommandPalette } from "../command-palette/command-palette.tsx";
import { DiscoverDialog } from "../discovery/discover-dialog.tsx";
import { ExportFolderDialog } from "../export/export-folder-dialog.tsx";
import { ExportReviewDialog } from "../export/export-review-dialog.tsx";
import { ConflictDialog } from "../files/conflict-dialog.tsx";
import { OpenDialog } from "../files/open-dialog.tsx";
import { RecoveryDialog } from "../files/recovery-dialog.tsx";
import { SaveDialog } from "../files/save-dialog.tsx";
import { UnsavedDialog } from "../files/unsaved-dialog.tsx";
import { ImportDialog } from "../import/import-dialog.tsx";
import { ShortcutSheet } from "../help/shortcut-sheet.tsx";
import { StartScreen } from "../start/start-screen.tsx";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { WorkersDialog } from "../workers/workers-dialog.tsx";

/** The modal window that is open, if one is. */
export function Dialogs() {
  const dialog = useSession((session) => session.dialog);
  switch (dialog) {
    case "start":
      return <StartScreen onClose={close} />;
    case "commands":
      return <CommandPalette onClose={close} />;
    case "shortcuts":
      return <ShortcutSheet onClose={close} />;
    case "open":
      return <OpenDialog onClose={close} />;
    case "save-as":
      return <SaveDialog onClose={close} />;
    case "conflict":
      return <ConflictDialog onClose={close} />;
    case "recovery":
      return <RecoveryDialog onClose={close} />;
    case "unsaved":
      return <UnsavedDialog onClose={close} />;
    case "import":
      return <ImportDialog onClose={close} />;
    case "export-folder":
      return <ExportFolderDialog onClose={close} />;
    case "export-review":
      return <ExportReviewDialog onClose={close} />;
    case "discover":
      return <DiscoverDialog onClose={close} />;
    case "break":
      return <BreakDialog onClose={close} />;
    case "alert":
      return <AlertDialog onClose={close} />;
    case "workers":
      return <WorkersDialog onClose={close} />;
    case null:
      return null;
  }
}

function close(): void {
  sessionStore.getState().openDialog(null);
}
