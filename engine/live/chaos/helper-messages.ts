import type { RedisEndpoint } from "../../redis/detour.ts";
import type { Toxic } from "./proxy/toxic.ts";

/** A process as this run started it: an id is used again, an id with its start is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As `startTimeOf` tells it. */
  readonly startedAt: string | undefined;
}

/** What the helper is asked to do. */
export type HelperTask =
  | { readonly do: "freeze"; readonly process: ProcessIdentity }
  | { readonly do: "thaw"; readonly pid: number }
  /** Answered with where the proxy listens. */
  | { readonly do: "open-link"; readonly link: string; readonly to: RedisEndpoint }
  | { readonly do: "set-toxics"; readonly link: string; readonly toxics: readonly Toxic[] };

/** From the host to its helper; each is answered once. */
export interface ToHelper {
  readonly id: number;
  readonly task: HelperTask;
}

/** What came of a task; `refused` says why it could not be done. */
export type FromHelper = { readonly id: number; readonly refused?: string; readonly endpoint?: RedisEndpoint | undefined };
