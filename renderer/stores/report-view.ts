import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { KeptReport } from "../../engine/contract/kept-report.ts";

/** Which report is looked at, and which other one beside it. */
interface ReportView {
  /** Id; null for the newest. */
  readonly chosen: number | null;
  /** Id of the one compared with, or null. */
  readonly against: number | null;
}

const store = createStore<ReportView>()(() => ({ chosen: null, against: null }));

/** What the report panel shows of the kept reports: not saved. */
export const reportView = {
  choose: (chosen: number | null) => store.setState({ chosen }),
  compare: (against: number | null) => store.setState({ against }),
  /** The reports that are shown of these, newest first; undefined where there is none. */
  shownOf: (reports: readonly KeptReport[]) => shown(reports, store.getState()),
};

/** The reports that are shown of these; re-renders when another is chosen. */
export function useShownReports(reports: readonly KeptReport[]): ReturnType<typeof shown> {
  return shown(reports, useStore(store));
}

function shown(reports: readonly KeptReport[], { chosen, against }: ReportView): { kept: KeptReport | undefined; baseline: KeptReport | undefined } {
  const kept = reports.find(({ id }) => id === chosen) ?? reports[0];
  return { kept, baseline: reports.find(({ id }) => id === against && id !== kept?.id) };
}
