import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { useCommand } from "../commands/use-command.ts";
import { Button } from "../ui/button.tsx";
import { Keys } from "../ui/keys.tsx";
import { dockWords } from "../words/dock.ts";

/** What a tab shows before the first run, with the way to one. */
export function NothingRun({ children }: { readonly children: ReactNode }) {
  const start = useCommand("run.start");
  return (
    <div className="dock-empty">
      <p>{children}</p>
      <Button icon={Play} disabled={!start.enabled} onClick={start.perform}>
        {dockWords.run} {start.shortcut && <Keys text={start.shortcut} />}
      </Button>
    </div>
  );
}
