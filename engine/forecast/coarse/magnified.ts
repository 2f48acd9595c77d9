import type { Coarse } from "../../../design/coarse/coarsen.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import type { Notice } from "../../contract/run.ts";
import type { Simulation } from "../simulation.ts";
import { Magnifier } from "./magnifier.ts";

/** What a coarse simulation measures, as the design's own events would have been (rule F6). */
export function magnified(simulation: Simulation, coarse: Coarse): Pick<Simulation, "flush" | "now" | "ledger"> {
  const magnifier = new Magnifier(coarse, simulation.wiring);
  return {
    flush: () => magnifier.delta(simulation.flush()),
    now: (index) => magnifier.now(index, simulation.now(index)),
    ledger: () => magnifier.ledger(simulation.ledger()),
  };
}

/** What is said before a coarse forecast begins: how coarse it is, and what it does not show as one of single events would. */
export function noticesOf({ eachStandsFor, notes }: Pick<Coarse, "eachStandsFor" | "notes">): Notice[] {
  const first = `Each simulated event stands for ${formatCount(eachStandsFor)}: rates, backlogs, losses and drain times hold; small counts come in steps of ${formatCount(eachStandsFor)}, of service times only the mean holds, and the order within a key is lost.`;
  return [{ level: "info", code: "coarse", message: first }, ...notes.map(({ node, message }): Notice => ({ level: "info", code: "coarse", message, ...(node !== undefined && { node }) }))];
}
