import { useState, type FormEvent } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { FolderView, useListing } from "../files/browse-dialog.tsx";
import { joinPath } from "../files/file-names.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { usePendingExport } from "./pending-export.ts";
import { saveInto } from "./save-export.ts";

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
      title={`Save ${title} to a folder`}
      description={files.length === 1 ? `${files[0]?.path} goes into it.` : `${files.length} files go into it.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="export-folder-form" variant="primary" disabled={target === undefined}>
            Save here
          </Button>
        </>
      }
    >
      <FolderView listing={folders} error={listing.error} onFolder={setFolder} onDesign={() => {}} empty="No folders in this one." />
      <form id="export-folder-form" onSubmit={submit}>
        <label className="name-field export-new-folder">
          New folder in it
          <input data-autofocus value={fresh} spellCheck={false} placeholder="none" onChange={(event) => setFresh(event.target.value)} />
        </label>
      </form>
    </Dialog>
  );
}
