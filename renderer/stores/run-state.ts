import type { CallResponse, StreamItem } from "../../engine/contract/api.ts";
import type { KeptReport, ReportOwner } from "../../engine/contract/kept-report.ts";
import type { Report } from "../../engine/contract/report.ts";
import type { Mode, Notice, RunState } from "../../engine/contract/run.ts";

/** How the screen is connected to the engine. */
export interface Connection {
  readonly status: "connecting" | "connected" | "lost" | "refused";
  /** What happened and what is being done about it. */
  readonly message?: string;
}

export type Host = Pick<CallResponse<"hello">, "version" | "platform" | "cpus">;
export type RedisState = StreamItem<"redis">;

/** What the next run is asked to do; remembered for this user. Times in ms of design time. */
export interface RunOptions {
  readonly mode: Mode;
  /** How long producers produce; null until stopped. */
  readonly forMs: number | null;
  readonly speed: number;
  /** How many events each one of a forecast stands for (rule F6): 1, or as many as it takes. */
  readonly eachStandsFor?: number | "auto";
  /** Live: record every event's birth and ends by id (rule E4). */
  readonly audit: boolean;
}

/** A moment to be marked on the charts: a changed parameter. */
export interface Mark {
  readonly atMs: number;
  readonly label: string;
}

/** What the engine did with the newest change of a node's or an edge's settings. */
export interface UpdateVerdict {
  readonly applied: boolean;
  /** Why it waits for the next run. */
  readonly why?: string;
  /** Raised with each verdict, so that the same verdict twice shows twice. */
  readonly token: number;
}

/** What the engine said last; frames and samples are kept beside it, outside React. */
export interface RunSlice {
  readonly connection: Connection;
  readonly host: Host | null;
  readonly redis: RedisState | null;
  /** Which document is open: numbers of other documents' runs are not shown on it. Null while nobody has said. */
  readonly shown: ReportOwner | null;
  /** The present or last run of the open design. */
  readonly run: RunState | null;
  /** The engine's present or last run while it is another design's. */
  readonly elsewhere: RunState | null;
  readonly options: RunOptions;
  readonly notices: readonly Notice[];
  readonly marks: readonly Mark[];
  readonly verdicts: Readonly<Record<string, UpdateVerdict>>;
  /** Of the design's last runs, newest first. */
  readonly reports: readonly KeptReport[];
  /** The newest report that was looked at. */
  readonly seenReport: number | null;
}

export interface RunActions {
  readonly setConnection: (connection: Connection) => void;
  readonly setHost: (host: Host) => void;
  readonly setRedis: (redis: RedisState) => void;
  /** What the engine said of its run; one of another design goes to `elsewhere`. */
  readonly acceptState: (run: RunState | null) => void;
  /** Another document is open, or it is in another file: its run is shown, if the engine has it. */
  readonly show: (shown: ReportOwner) => void;
  readonly acceptNotice: (notice: Notice) => void;
  readonly acceptReport: (report: Report, endedAt: number) => void;
  /** Takes over the report of a run that had ended before this window was opened, unless there are some: no news. */
  readonly restoreReport: (report: Report, endedAt: number) => void;
  /** The engine has kept the newest report, with what was changed since the run before. */
  readonly acceptKept: (kept: KeptReport) => void;
  /** Takes over the reports that are kept for a design, in place of all others: no news. */
  readonly restoreReports: (reports: readonly KeptReport[]) => void;
  /** The newest report is on the screen. */
  readonly seeReport: () => void;
  /** The options as they are remembered now. */
  readonly recall: () => void;
  readonly setOptions: (options: Partial<RunOptions>) => void;
  readonly addMark: (mark: Mark) => void;
  readonly acceptVerdicts: (applied: readonly string[], later: readonly { id: string; why: string }[]) => void;
}

export type Run = RunSlice & RunActions;

/** True from the start of a run until it has ended. */
export function isActive(run: RunState | null): boolean {
  return run !== null && run.phase !== "finished" && run.phase !== "failed";
}
