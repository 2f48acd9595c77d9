import { useState } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { formatMoment } from "../format/clock.ts";
import { Dialog } from "../ui/dialog.tsx";
import { FolderView, useListing } from "./browse-dialog.tsx";
import { openExample, openFile } from "./file-actions.ts";
import { useExamples, useRecentFiles } from "./use-file-lists.ts";
import { filesWords } from "../words/files.ts";

/** Opens a design in a browser: recent ones, examples, or any folder of the engine's computer. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const [folder, setFolder] = useState<string>();
  const listing = useListing(folder);
  const examples = useExamples();
  const recent = useRecentFiles();

  function open(path: string, how: typeof openFile): void {
    onClose();
    how(commandContext, path).catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <Dialog title={filesWords.openADesign} size="large" onClose={onClose}>
      <div className="dialog-columns">
        <div>
          <section className="dialog-section">
            <h3 className="dialog-heading">{filesWords.examples}</h3>
            {examples.map((file) => (
              <button key={file.path} type="button" className="file-card" onClick={() => open(file.path, openExample)}>
                {file.name}
                {file.description && <small>{file.description}</small>}
              </button>
            ))}
          </section>
          {recent.length > 0 && (
            <section className="dialog-section">
              <h3 className="dialog-heading">{filesWords.recent}</h3>
              {recent.slice(0, 6).map((file) => (
                <button key={file.path} type="button" className="file-card" title={file.path} onClick={() => open(file.path, openFile)}>
                  {file.name}
                  <small>{formatMoment(file.openedAt)}</small>
                </button>
              ))}
            </section>
          )}
        </div>
        <section>
          <h3 className="dialog-heading">{filesWords.folder}</h3>
          <FolderView {...listing} onFolder={setFolder} onDesign={(path) => open(path, openFile)} empty={filesWords.noDesignsInThisFolder} />
        </section>
      </div>
    </Dialog>
  );
}
