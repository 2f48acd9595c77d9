import type { StreamItem } from "../../engine/contract/api.ts";
import type { CommandContext } from "../commands/command.ts";
import { reportView } from "../stores/report-view.ts";

/** The reports of the open design. */
export interface KeptReportsFollower {
  /** The engine has kept a report: its changes are told with it when it is of the open design. */
  readonly accept: (item: StreamItem<"kept">) => void;
  readonly end: () => void;
}

/** Shows the reports that the engine keeps for the design that is open, and gives them to the file that it is first saved into. */
export function followKeptReports({ document, run, engine }: Pick<CommandContext, "document" | "run" | "engine">): KeptReportsFollower {
  let asked = 0;

  async function recall(call: "reports.list" | "reports.adopt"): Promise<void> {
    const ask = ++asked;
    const { path, key } = document.getState();
    // Without an engine there are none; the next design asks again.
    const answer = await engine.call(call, { path, document: key }).catch(() => null);
    if (ask !== asked) return;
    if (answer !== null) reportView.room({ bytes: answer.bytes, mostBytes: answer.mostBytes });
    const { reports } = answer ?? { reports: [] };
    if (reports.length > 0 || call === "reports.list") run.getState().restoreReports(reports);
  }

  const ends = [
    document.subscribe((now, before) => {
      if (now.key !== before.key) {
        reportView.choose(null);
        reportView.compare(null);
        void recall("reports.list");
      } else if (now.path !== before.path && now.path !== null) void recall(before.path === null ? "reports.adopt" : "reports.list");
    }),
    run.subscribe((now, before) => {
      // A run that has just ended is what one wants to see, beside what was compared with.
      if (now.reports[0]?.report !== before.reports[0]?.report) reportView.choose(null);
    }),
  ];
  return {
    accept({ owner, kept, ...room }) {
      reportView.room(room);
      const { path, key } = document.getState();
      if ((owner.path ?? owner.document) === (path ?? key)) run.getState().acceptKept(kept);
    },
    end: () => ends.forEach((end) => end()),
  };
}
