import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { MODES, SPEED_MAX, SPEED_MIN } from "../../engine/contract/run.ts";
import { isRunOf } from "../../engine/contract/run-owner.ts";
import { keptOf } from "../../engine/contract/kept-report.ts";
import { EACH_STANDS_FOR } from "../run/each-stands-for.ts";
import { readPreference, writePreference } from "./preferences.ts";
import type { Run, RunOptions, UpdateVerdict } from "./run-state.ts";

export type RunStore = StoreApi<Run>;

const MOST_NOTICES = 200;
const MOST_MARKS = 100;
/** What is known of a run that has told nothing yet. */
const NOTHING_TOLD = { notices: [], marks: [], verdicts: {} } as const;
const INITIAL_OPTIONS: RunOptions = { mode: "live", forMs: 60_000, speed: 1, audit: false };

/** A store that knows of no engine and no run yet. */
export function createRunStore(): RunStore {
  let lastToken = 0;
  return createStore<Run>()((set, get) => ({
    connection: { status: "connecting" },
    host: null,
    redis: null,
    shown: null,
    run: null,
    elsewhere: null,
    options: rememberedOptions(),
    notices: [],
    marks: [],
    verdicts: {},
    reports: [],
    seenReport: null,
    setConnection: (connection) => set({ connection }),
    setHost: (host) => set({ host }),
    setRedis: (redis) => set({ redis }),
    acceptState: (told) => {
      const { run, shown } = get();
      if (told !== null && !isRunOf(told.owner, shown)) return set({ elsewhere: told });
      const isAnother = told !== null && told.runId !== run?.runId;
      set({ run: told, elsewhere: null, ...(isAnother ? NOTHING_TOLD : {}) });
    },
    show: (shown) => {
      const { run, elsewhere } = get();
      const [newest = null, ...others] = [elsewhere, run].filter((each) => each !== null);
      const own = [newest, ...others].find((each) => each !== null && isRunOf(each.owner, shown)) ?? null;
      set({ shown, run: own, elsewhere: newest === own ? null : newest, ...(own?.runId === run?.runId ? {} : NOTHING_TOLD) });
    },
    acceptNotice: (notice) => set({ notices: [notice, ...get().notices].slice(0, MOST_NOTICES) }),
    acceptReport: (report, endedAt) => {
      const id = (get().reports[0]?.id ?? 0) + 1;
      set({ reports: keptOf([{ id, report, endedAt, changes: [] }, ...get().reports]) });
    },
    restoreReport: (report, endedAt) => {
      if (get().reports.length === 0) set({ reports: [{ id: 1, report, endedAt, changes: [] }], seenReport: 1 });
    },
    acceptKept: (kept) => {
      const [newest, ...others] = get().reports;
      if (newest === undefined) return;
      const isSeen = get().seenReport === newest.id;
      // The report itself stays the same object: it is no news.
      set({ reports: [{ ...kept, report: newest.report }, ...others.filter(({ id }) => id < kept.id)], ...(isSeen ? { seenReport: kept.id } : {}) });
    },
    restoreReports: (reports) => set({ reports, seenReport: reports[0]?.id ?? null }),
    seeReport: () => set({ seenReport: get().reports[0]?.id ?? null }),
    recall: () => set({ options: rememberedOptions() }),
    setOptions: (change) => {
      const options = { ...get().options, ...change };
      writePreference("run-options", options);
      set({ options });
    },
    addMark: (mark) => set({ marks: [...get().marks, mark].slice(-MOST_MARKS) }),
    acceptVerdicts: (applied, later) => {
      const token = ++lastToken;
      const fresh: Record<string, UpdateVerdict> = {};
      for (const id of applied) fresh[id] = { applied: true, token };
      for (const { id, why } of later) fresh[id] = { applied: false, why, token };
      set({ verdicts: { ...get().verdicts, ...fresh } });
    },
  }));
}

/** Whether these are options as this version writes them, or an older one that knew no audit. */
function rememberedOptions(): RunOptions {
  return { ...INITIAL_OPTIONS, ...readPreference("run-options", INITIAL_OPTIONS, isRunOptions) };
}

function isRunOptions(value: unknown): value is RunOptions {
  if (typeof value !== "object" || value === null) return false;
  const { mode, forMs, speed, audit, eachStandsFor } = value as Partial<Record<keyof RunOptions, unknown>>;
  return (
    MODES.some((known) => known === mode) &&
    (forMs === null || (typeof forMs === "number" && forMs > 0)) &&
    typeof speed === "number" &&
    speed >= SPEED_MIN &&
    speed <= SPEED_MAX &&
    (audit === undefined || typeof audit === "boolean") &&
    (eachStandsFor === undefined || eachStandsFor === "auto" || EACH_STANDS_FOR.some((known) => known === eachStandsFor))
  );
}

/** The window's run. */
export const runStore: RunStore = createRunStore();

/** The part of the run that a component needs; it re-renders when that part changed. */
export function useRun<Part>(selector: (run: Run) => Part): Part {
  return useStore(runStore, selector);
}
