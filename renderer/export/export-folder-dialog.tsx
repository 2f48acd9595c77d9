import { useState, type FormEvent } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { FolderView, useListing } from "../files/browse-dialog.tsx";
import { joinPath } from "../files/file-names.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { usePendingExport } from "./pending-export.ts";
import { saveInto } from "./save-export.ts";
import { exportWords } from "../words/export.ts";

/** Asks in a browser for a folder of the engine's computer to save an export to; a new one is made on the way. */
export function ExportFolderDialog({ onClose }: { readonly onClose: () => void }) {
  const save = usePendingExport((pending) => pending.toPlace);
  const [folder, setFolder] = useState<string>();
  const [fresh, setFresh] = useState("");
  const listing = useListing(folder);
  const target = listing.listing?.folder;
  const folders = listing.listing && { ...listing.listing, entries: listing.listing.entries.filter(({ kind }) => kind === "folder") };
  if (!save) return null;
  const { title, files } = save;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (target === undefined || !save) return;
    onClose();
    const name = fresh.trim();
    saveInto(commandContext, save, name === "" ? target : joinPath(target, name)).catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <Dialog
      title={exportWords.saveTitleToAFolder(title)}
      description={files.length === 1 ? exportWords.valueGoesInto(files[0]?.path ?? "") : exportWords.countFilesGoInto(files.length)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{exportWords.cancel}</Button>
          <Button type="submit" form="export-folder-form" variant="primary" disabled={target === undefined}>
            {exportWords.saveHere}
          </Button>
        </>
      }
    >
      <FolderView listing={folders} error={listing.error} onFolder={setFolder} onDesign={() => {}} empty={exportWords.noFoldersInThisOne} />
      <form id="export-folder-form" onSubmit={submit}>
        <label className="name-field export-new-folder">
          {exportWords.newFolder}
          <input data-autofocus value={fresh} spellCheck={false} placeholder={exportWords.none} onChange={(event) => setFresh(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}
