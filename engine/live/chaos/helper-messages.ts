/** A process as this run started it: an id is used again, an id with its start is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As `startTimeOf` tells it. */
  readonly startedAt: string | undefined;
}

/** What the helper is asked to do. */
export type HelperTask =
  | { readonly do: "freeze"; readonly process: ProcessIdentity }
  | { readonly do: "thaw"; readonly pid: number };

/** From the host to its helper; each is answered once. */
export interface ToHelper {
  readonly id: number;
  readonly task: HelperTask;
}

/** What came of a task; `refused` says why it could not be done. */
export type FromHelper = { readonly id: number; readonly refused?: string };
