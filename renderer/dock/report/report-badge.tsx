import { useSession } from "../../stores/session-store.ts";
import { useRun } from "../../stores/run-store.ts";
import { useEffect, useState } from "react";

/** A dot while the newest report has not been looked at. */
export function ReportBadge() {
  const newest = useRun(({ reports }) => reports[0]?.id ?? null);
  const looking = useSession((session) => session.dockTab === "report" && session.panels.dock.open);
  const [seen, setSeen] = useState<number | null>(null);
  useEffect(() => {
    if (looking) setSeen(newest);
  }, [looking, newest]);
  if (newest === null || newest === seen || looking) return null;
  return <span className="badge" data-level="new" role="img" aria-label="new" />;
}
