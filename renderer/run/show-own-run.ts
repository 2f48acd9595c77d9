import type { CommandContext } from "../commands/command.ts";

/** Tells the run store which document is open, so that it shows that one's run alone. */
export function showOwnRun({ document, run }: Pick<CommandContext, "document" | "run">): () => void {
  const tell = ({ path, key }: { readonly path: string | null; readonly key: string }): void => run.getState().show({ path, document: key });
  tell(document.getState());
  return document.subscribe((now, before) => {
    if (now.key !== before.key || now.path !== before.path) tell(now);
  });
}
