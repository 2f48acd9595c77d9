import { useState, type FormEvent } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { useDocument } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FolderView, useListing } from "./browse-dialog.tsx";
import { fileNameOf, saveTo } from "./file-actions.ts";
import { joinPath, suggestedFileName, withExtension } from "./file-names.ts";
import { filesWords } from "../words/files.ts";

/** Saves the design in a browser: a name and a folder of the engine's computer. */
export function SaveDialog({ onClose }: { readonly onClose: () => void }) {
  const present = useDocument((document) => document.path);
  const designName = useDocument((document) => document.design.name);
  const [name, setName] = useState(present === null ? suggestedFileName(designName) : fileNameOf(present));
  const [folder, setFolder] = useState<string>();
  const listing = useListing(folder);
  const target = listing.listing?.folder;

  function save(event: FormEvent): void {
    event.preventDefault();
    if (target === undefined || name.trim() === "") return;
    onClose();
    saveTo(commandContext, joinPath(target, withExtension(name.trim()))).catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <Dialog
      title={filesWords.saveTheDesign}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{filesWords.cancel}</Button>
          <Button type="submit" form="save-form" variant="primary" disabled={target === undefined || name.trim() === ""}>
            {filesWords.save}
          </Button>
        </>
      }
    >
      <form id="save-form" onSubmit={save}>
        <label className="name-field">
          {filesWords.name}
          <input data-autofocus value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} onFocus={(event) => event.target.select()} />
        </label>
      </form>
      <FolderView {...listing} onFolder={setFolder} onDesign={(_path, file) => setName(file)} empty={filesWords.noDesignsHereYet} />
    </Dialog>
  );
}
