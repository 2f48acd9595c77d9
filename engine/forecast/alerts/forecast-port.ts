import { LOCAL_ZONE } from "../../../design/graph/local-zone.ts";
import { AppError } from "../../../design/errors.ts";
import type { AlertPort } from "../../core/alerts/port.ts";
import { FINISH_MS, type ZoneDeaths } from "../../core/chaos/zone-restarts.ts";
import { consumerBehaviour, type Place } from "../../core/wiring.ts";
import { ConsumerRunner } from "../consumer.ts";
import type { Simulation } from "../simulation.ts";

/** How a forecast carries out what alerts do (rule O6), in virtual time. It posts nothing. */
export function forecastPort(simulation: Simulation, deaths: ZoneDeaths): AlertPort {
  const scaled = new Map<Place, number>();
  const runnerOf = ({ id }: Place) => simulation.runnerOf(id);
  return {
    replicas: (consumer) => scaled.get(consumer) ?? consumerBehaviour(simulation.wiring.node(consumer.id)).replicas,
    scale(consumer, replicas) {
      if (replicas === undefined) scaled.delete(consumer);
      else scaled.set(consumer, replicas);
      runnerOf(consumer)?.scale(replicas);
    },
    restartReplicas(consumer) {
      const restarted = runnerOf(consumer)?.pool.restart() ?? 0;
      return `${restarted} ${restarted === 1 ? "replica" : "replicas"} restarted`;
    },
    restartZone(zone) {
      const runners = simulation.zones.workersIn(zone);
      if (runners.length === 0) throw new AppError("wrong-use", "Nothing runs in that zone.");
      const waitMs = deaths.next(zone);
      // A process that stands still does not do as it is told: it is killed when its time to finish is over.
      const isFrozen = runners.some((runner) => runner instanceof ConsumerRunner && runner.frozen.isOn);
      if (!isFrozen) simulation.zones.kill(zone, waitMs, true);
      else simulation.clock.at(simulation.clock.now() + FINISH_MS, () => simulation.zones.kill(zone, waitMs));
      return zone === LOCAL_ZONE ? "the process of nodes without a zone was restarted" : "its process was restarted";
    },
    inForce: (measures) => simulation.wiring.inForce.set(measures),
    notify: () => ({ result: "unchanged", note: "a forecast posts nothing" }),
  };
}
