import { commandContext } from "../commands/context.ts";
import { perform, tellFailure } from "../commands/perform.ts";
import { commandOf } from "../commands/registry.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { fileNameOf, openFile, saveTo } from "./file-actions.ts";
import { usePending } from "./pending.ts";
import { filesWords } from "../words/files.ts";

/** Asks what to do when saving would replace what somebody else wrote. Nothing has been written. */
export function ConflictDialog({ onClose }: { readonly onClose: () => void }) {
  const conflict = usePending((pending) => pending.conflict);
  if (!conflict) return null;
  const { path, reason } = conflict;

  function act(action: Promise<unknown>): void {
    onClose();
    action.catch((error: unknown) => tellFailure(error, commandContext));
  }

  function saveElsewhere(): void {
    onClose();
    const saveAs = commandOf("file.save-as");
    if (saveAs) void perform(saveAs, commandContext);
  }

  const { title, description, primary } = wordsFor(reason, fileNameOf(path));
  const replace = (
    <Button key="replace" variant={primary === "replace" ? "primary" : "danger"} data-autofocus={primary === "replace"} onClick={() => act(saveTo(commandContext, path, { overwrite: true }))}>
      {filesWords.replace}
    </Button>
  );
  const elsewhere = (
    <Button key="elsewhere" variant={primary === "replace" ? "plain" : "primary"} data-autofocus={primary !== "replace"} onClick={saveElsewhere}>
      {filesWords.saveAs}
    </Button>
  );
  return (
    <Dialog
      size="small"
      title={title}
      description={description}
      onClose={onClose}
      actions={
        <>
          {reason !== "exists" && (
            <Button variant="quiet" className="push" onClick={() => act(openFile(commandContext, path))}>
              {filesWords.dropMineOpenTheFile}
            </Button>
          )}
          {primary === "replace" ? [elsewhere, replace] : [replace, elsewhere]}
        </>
      }
    />
  );
}

interface Words {
  readonly title: string;
  readonly description: string;
  readonly primary: "replace" | "elsewhere";
}

function wordsFor(reason: "changed" | "exists" | "recovered", file: string): Words {
  switch (reason) {
    case "changed":
      return {
        title: filesWords.fileHasChangedOnDisk(file),
        description: filesWords.somebodyOrSomethingElseHasChanged,
        primary: "elsewhere",
      };
    case "exists":
      return { title: filesWords.fileIsThereAlready(file), description: filesWords.nothingHasBeenWrittenReplace, primary: "elsewhere" };
    case "recovered":
      return {
        title: filesWords.replaceFileWithTheRecoveredWork(file),
        description: filesWords.theFileIsAsItWasSaved,
        primary: "replace",
      };
  }
}
