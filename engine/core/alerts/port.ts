import type { AlertActionState } from "../../contract/alerts.ts";
import type { Place } from "../wiring.ts";
import type { MeasureInForce } from "./in-force.ts";
import type { AlertMessage } from "./message.ts";

/** What became of an action, and what is to be said of it. */
export type Outcome = Pick<AlertActionState, "result" | "note">;

/** What an executor does for its alerts (rule O6). What cannot be done throws, or rejects, with an AppError. */
export interface AlertPort {
  /** How many replicas a consumer has now, in all its processes together. */
  replicas(consumer: Place): number;
  /** Sets them; undefined for those of its settings. */
  scale(consumer: Place, replicas: number | undefined): void;
  /** Starts a consumer's replicas anew: those that are up finish what they hold. Returns what was done. */
  restartReplicas(consumer: Place): string;
  /** The same of the process of a zone. */
  restartZone(zone: string): string;
  /** Everything that is in force from now on. */
  inForce(measures: readonly MeasureInForce[]): void;
  /** Posts to an address, where that is approved. */
  notify(address: string, message: AlertMessage): Promise<Outcome> | Outcome;
}
