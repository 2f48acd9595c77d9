import { useRun } from "../../stores/run-store.ts";
import { NothingRun } from "../nothing-run.tsx";
import { MachineCard } from "./machine-card.tsx";
import { NoticeList } from "./notice-list.tsx";
import { RunProgress } from "./run-progress.tsx";
import "./run.css";

/** How the run goes: where it stands, what the machine does for it, what the engine had to say. */
export function RunTab() {
  const hasRun = useRun(({ run }) => run !== null);
  if (!hasRun) return <NothingRun>Nothing has been run yet.</NothingRun>;
  return (
    <div className="run-tab">
      <RunProgress />
      <MachineCard />
      <NoticeList />
    </div>
  );
}
