import { z } from "zod";

const n = z.number();

export const ZONE_PHASES = ["starting", "running", "frozen", "stopping", "stopped", "restarting"] as const;
export type ZonePhase = (typeof ZONE_PHASES)[number];

/** How the process of a zone of a live run stands (rules O2, O3). */
export const zoneStateSchema = z.object({
  /** Id of the zone; `local` is that of nodes in none. */
  zone: z.string(),
  phase: z.enum(ZONE_PHASES),
  /** The worker that runs it on another machine; absent while it runs here. */
  worker: z.string().optional(),
  /** How often its process has died in this run. */
  deaths: n,
  /** While it is `restarting`: when its back-off is over, Unix time, ms. */
  restartsAt: n.optional(),
});
export type ZoneState = z.output<typeof zoneStateSchema>;

/** A worker that joined from another machine; without a zone it adds slots to the consumers of all. */
export const workerStateSchema = z.object({ name: z.string(), zone: z.string().optional() });
export type WorkerState = z.output<typeof workerStateSchema>;

/** What a worker needs to know to join a live run. The token is not told: who may join has it from the environment of the app. */
export const joiningSchema = z.object({
  /** There is a token, so workers are let in. */
  isOpen: z.boolean(),
  /** Address of the run's Redis without user, password and files. */
  redis: z.string(),
  /** Who reaches that address: this machine alone (its loopback, or a Unix socket), or others on the network too. */
  reach: z.enum(["machine", "network"]),
  /** It is the app's own private server. */
  isEmbedded: z.boolean(),
  /** Whoever connects to it needs a password. */
  needsPassword: z.boolean(),
});
export type Joining = z.output<typeof joiningSchema>;
