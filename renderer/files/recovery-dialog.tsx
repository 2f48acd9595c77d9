import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { engine } from "../connection/engine-slot.ts";
import { formatMoment } from "../format/clock.ts";
import { documentStore } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { loadDesign } from "../../design/document/load.ts";
import { pendingStore, usePending, type RecoveryEntry } from "./pending.ts";
import { filesWords } from "../words/files.ts";

/** Offers the unsaved work that was found at the start: one entry for each design. */
export function RecoveryDialog({ onClose }: { readonly onClose: () => void }) {
  const entries = usePending((pending) => pending.recovered);
  const [newest] = entries;
  if (!newest) return null;

  function drop(entry: RecoveryEntry): void {
    const rest = entries.filter((each) => each !== entry);
    pendingStore.setState({ recovered: rest });
    engine.call("recovery.clear", { key: entry.key }).catch((error: unknown) => tellFailure(error, commandContext));
    if (rest.length === 0) onClose();
  }

  function recover(entry: RecoveryEntry): void {
    const loaded = loadDesign(entry.text);
    if (!loaded.ok) return tellFailure(loaded.error, commandContext);
    onClose();
    documentStore.getState().recover(loaded.design, { path: entry.path, key: entry.key });
  }

  return (
    <Dialog
      title={filesWords.recoverUnsavedWorkFromMoment(formatMoment(newest.savedAt))}
      description={filesWords.spillwayEndedBeforeItWasSavedNothing}
      onClose={onClose}
      actions={<Button onClick={onClose}>{filesWords.decideLater}</Button>}
    >
      <ul className="recovery-list">
        {entries.map((entry) => (
          <li key={entry.key}>
            <span>
              {entry.name}
              <small>
                {formatMoment(entry.savedAt)}
                {entry.path === null ? filesWords.neverSaved : ` · ${entry.path}`}
              </small>
            </span>
            <Button variant="quiet" onClick={() => drop(entry)}>
              {filesWords.discard}
            </Button>
            <Button variant="primary" data-autofocus={entry === newest} onClick={() => recover(entry)}>
              {filesWords.recover}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
