import { FileDown } from "lucide-react";
import { useEffect, useRef, useState, type DragEvent } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { considerFile, considerText, openImported } from "./import-actions.ts";
import { NotesTable } from "./notes-table.tsx";
import { NOTHING_TO_IMPORT, pendingImport, usePendingImport } from "./pending-import.ts";
import { formatNames, type Recognised } from "./recognise.ts";
import { importWords } from "../words/import.ts";
import "./import.css";

/** How a document begins; the same in every language. */
const DOCUMENT_LIKE = "asyncapi: 3.0.0 …";

/** Imports another tool's document: what it was recognised as, what of it was not understood, and then as a new design. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const found = usePendingImport((pending) => pending.found);
  return found === null ? <Ask onClose={onClose} /> : <Found found={found} onClose={onClose} />;
}

const tell = (error: unknown) => tellFailure(error, commandContext);

function Ask({ onClose }: { readonly onClose: () => void }) {
  const refusal = usePendingImport((pending) => pending.refusal);
  const formats = useFormats();
  const [text, setText] = useState("");
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  function take(file: File | undefined): void {
    if (file) considerFile(commandContext, file).catch(tell);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  return (
    <Dialog
      title={importWords.importADesign}
      description={formats === "" ? importWords.fromAnotherToolsDocument : importWords.fromFormats(formats)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{importWords.cancel}</Button>
          <Button variant="primary" disabled={text.trim() === ""} onClick={() => void considerText(commandContext, text, importWords.theText).catch(tell)}>
            {importWords.readTheText}
          </Button>
        </>
      }
    >
      <div className="import-drop" data-over={isOver || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <FileDown size={22} aria-hidden="true" />
        <p>{importWords.dropAFileHere}</p>
        <Button data-autofocus onClick={() => input.current?.click()}>
          {importWords.chooseAFile}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".json,.yaml,.yml,.spillway"
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      <label className="import-text">
        {importWords.orPasteItsText}
        <textarea rows={6} spellCheck={false} value={text} placeholder={DOCUMENT_LIKE} onChange={(event) => setText(event.target.value)} />
      </label>
      {refusal !== null && (
        <p className="import-refusal" role="alert">
          {refusal}
        </p>
      )}
    </Dialog>
  );
}

function Found({ found, onClose }: { readonly found: Recognised; readonly onClose: () => void }) {
  const { design, notes, format, fileName, isOwn } = found;
  const { nodes, edges } = design;
  return (
    <Dialog
      size={notes.length === 0 ? "medium" : "large"}
      title={`${isOwn ? importWords.open : importWords.import} ${design.name}`}
      description={
        <>
          {importWords.wasRecognised(fileName, format, nodes.length, edges.length)}
        </>
      }
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" className="push" onClick={() => pendingImport.setState(NOTHING_TO_IMPORT)}>
            {importWords.anotherDocument}
          </Button>
          <Button onClick={onClose}>{importWords.cancel}</Button>
          <Button
            variant="primary"
            data-autofocus
            onClick={() => {
              onClose();
              openImported(commandContext, found).catch(tell);
            }}
          >
            {importWords.openAsANewDesign}
          </Button>
        </>
      }
    >
      {isOwn ? null : <NotesTable notes={notes} />}
    </Dialog>
  );
}

/** What can be imported, in words; empty until the parsers are loaded, which are wanted next. */
function useFormats(): string {
  const [formats, setFormats] = useState("");
  useEffect(() => {
    let isCurrent = true;
    void formatNames().then((names) => isCurrent && setFormats(names));
    return () => {
      isCurrent = false;
    };
  }, []);
  return formats;
}
