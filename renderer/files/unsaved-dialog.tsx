import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { useDocument } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { saveTo } from "./file-actions.ts";
import { pendingStore, usePending } from "./pending.ts";
import { filesWords } from "../words/files.ts";

/** Asks what becomes of unsaved work before something else takes its place. */
export function UnsavedDialog({ onClose }: { readonly onClose: () => void }) {
  const unsaved = usePending((pending) => pending.unsaved);
  const name = useDocument((document) => document.design.name);
  const path = useDocument((document) => document.path);
  if (!unsaved) return null;
  const { proceed, giveUp } = unsaved;

  function settle(): void {
    pendingStore.setState({ unsaved: null });
    onClose();
  }

  function cancel(): void {
    settle();
    giveUp?.();
  }

  async function save(): Promise<void> {
    settle();
    if (path === null) {
      giveUp?.();
      commandContext.session.getState().openDialog("save-as");
    } else if (await saveTo(commandContext, path)) await proceed();
    else giveUp?.();
  }

  function run(action: () => Promise<void>): void {
    action().catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <Dialog
      size="small"
      title={filesWords.saveTheChangesToName(name)}
      description={filesWords.theyAreLostIfYouDo}
      onClose={cancel}
      actions={
        <>
          <Button
            variant="danger"
            className="push"
            onClick={() => {
              settle();
              run(proceed);
            }}
          >
            {filesWords.doNotSave}
          </Button>
          <Button onClick={cancel}>{filesWords.cancel}</Button>
          <Button variant="primary" data-autofocus onClick={() => run(save)}>
            {filesWords.save}
          </Button>
        </>
      }
    />
  );
}
