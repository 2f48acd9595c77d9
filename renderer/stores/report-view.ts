import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { KeptReport, ReportOwner } from "../../engine/contract/kept-report.ts";

/** Which report is looked at, and which other one beside it. */
interface ReportView {
  /** Id; null for the newest. */
  readonly chosen: number | null;
  /** Id of the one compared with, or null. */
  readonly against: number | null;
  /** The one that was deleted last. */
  readonly removed: RemovedReport | null;
  /** How much the reports of all designs take, and may take, bytes; null until the engine has said. */
  readonly room: { readonly bytes: number; readonly mostBytes: number } | null;
}

export interface RemovedReport {
  readonly owner: ReportOwner;
  readonly kept: KeptReport;
}

const store = createStore<ReportView>()(() => ({ chosen: null, against: null, removed: null, room: null }));

/** What the report panel shows of the kept reports: not saved. */
export const reportView = {
  choose: (chosen: number | null) => store.setState({ chosen }),
  compare: (against: number | null) => store.setState({ against }),
  removed: (removed: RemovedReport | null) => store.setState({ removed }),
  lastRemoved: () => store.getState().removed,
  room: (room: ReportView["room"]) => store.setState({ room }),
  /** The reports that are shown of these, newest first; undefined where there is none. */
  shownOf: (reports: readonly KeptReport[]) => shown(reports, store.getState()),
};

/** How much room reports take; re-renders when that changes. */
export function useReportRoom(): ReportView["room"] {
  return useStore(store, ({ room }) => room);
}

/** The reports that are shown of these; re-renders when another is chosen. */
export function useShownReports(reports: readonly KeptReport[]): ReturnType<typeof shown> {
  return shown(reports, useStore(store));
}

function shown(reports: readonly KeptReport[], { chosen, against }: Pick<ReportView, "chosen" | "against">): { kept: KeptReport | undefined; baseline: KeptReport | undefined } {
  const kept = reports.find(({ id }) => id === chosen) ?? reports[0];
  return { kept, baseline: reports.find(({ id }) => id === against && id !== kept?.id) };
}
