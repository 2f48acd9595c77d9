import { AppError } from "../../design/errors.ts";
import type { Place, Wiring } from "./wiring.ts";

/** The port by which dead letters go back. */
export const REDRIVE_PORT = "redrive";

/** The dead letter of that id, where it can be redriven; throws an AppError `wrong-use` that says why it cannot. */
export function redrivable(wiring: Wiring, node: string): Place {
  const place = wiring.places.find(({ id, node: drawn }) => id === node && drawn?.kind === "deadLetter");
  if (!place) throw new AppError("wrong-use", `There is no dead letter "${node}" in this run.`);
  if (!keepsEvents(place)) throw new AppError("wrong-use", `${place.name} has nowhere to send its events: connect its redrive port, then run the design again.`);
  return place;
}

/** Whether the events themselves are needed again. */
export function keepsEvents(place: Place): boolean {
  return (place.outs.get(REDRIVE_PORT)?.length ?? 0) > 0;
}

/** How long a dead letter keeps an event, ms; Infinity for as long as the run. */
export function retentionOf({ behaviour }: Place): number {
  return (behaviour.role === "terminal" ? behaviour.retentionMs : undefined) ?? Number.POSITIVE_INFINITY;
}
