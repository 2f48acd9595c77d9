import { commandContext } from "../commands/context.ts";
import { perform, tellFailure } from "../commands/perform.ts";
import { commandOf } from "../commands/registry.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { fileNameOf, openFile, saveTo } from "./file-actions.ts";
import { usePending } from "./pending.ts";

/** Asks what to do when saving would replace what somebody else wrote. Nothing has been written. */
export function ConflictDialog({ onClose }: { readonly onClose: () => void }) {
  const conflict = usePending((pending) => pending.conflict);
  if (!conflict) return null;
  const { path, reason } = conflict;
  const file = fileNameOf(path);

  function act(action: Promise<unknown>): void {
    onClose();
    action.catch((error: unknown) => tellFailure(error, commandContext));
  }

  function saveElsewhere(): void {
    onClose();
    const saveAs = commandOf("file.save-as");
    if (saveAs) void perform(saveAs, commandContext);
  }

  return (
    <Dialog
      size="small"
      title={reason === "changed" ? `${file} has changed on disk` : `${file} is there already`}
      description={
        reason === "changed"
          ? "Somebody or something else has changed it since you opened it. Nothing has been written. Save your design under another name to keep both."
          : "Nothing has been written. Replace it with this design, or choose another name."
      }
      onClose={onClose}
      actions={
        <>
          {reason === "changed" && (
            <Button variant="quiet" className="push" onClick={() => act(openFile(commandContext, path))}>
              Drop mine, open theirs
            </Button>
          )}
          <Button variant="danger" onClick={() => act(saveTo(commandContext, path, { overwrite: true }))}>
            Replace
          </Button>
          <Button variant="primary" onClick={saveElsewhere}>
            Save as…
          </Button>
        </>
      }
    />
  );
}
