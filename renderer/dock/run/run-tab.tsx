import { useRun } from "../../stores/run-store.ts";
import { NothingRun } from "../nothing-run.tsx";
import { MachineCard } from "./machine-card.tsx";
import { NoticeList } from "./notice-list.tsx";
import { RunProgress } from "./run-progress.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import { dockRunWords } from "../../words/dock-run.ts";
import "./run.css";

/** What load is planned, and how the run goes: where it stands, what the machine does for it, what the engine had to say. */
export function RunTab() {
  const hasRun = useRun(({ run }) => run !== null);
  return (
    <div className="run-tab">
      <RunTimeline />
      {hasRun ? (
        <div className="run-parts">
          <RunProgress />
          <MachineCard />
          <NoticeList />
        </div>
      ) : (
        <NothingRun>{dockRunWords.nothingHasBeenRunYet}</NothingRun>
      )}
    </div>
  );
}
