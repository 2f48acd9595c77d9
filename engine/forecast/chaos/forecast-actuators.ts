import type { Experiment } from "../../../design/chaos/resolve.ts";
import type { Actuate, Begun } from "../../core/chaos/timeline.ts";
import type { Overlays } from "../../core/chaos/overlays.ts";
import { ZoneDeaths } from "../../core/chaos/zone-restarts.ts";
import type { BrokerChange } from "../../core/log/broker-change.ts";
import { drawSite } from "../../core/random.ts";
import type { Slowness } from "../slow-link.ts";
import type { Simulation } from "../simulation.ts";

/** The connection of a zone's consumers is slower until it ends. */
function slow(simulation: Simulation, { target }: Experiment, by: Slowness): Begun {
  if (!("zone" in target)) return {};
  const ends = simulation.zones.linksIn(target.zone).map((link) => link.slow(by));
  return { undo: () => ends.forEach((end) => end()) };
}

type Actuator<Type extends Experiment["type"]> = (experiment: Extract<Experiment, { type: Type }>) => Begun | Promise<Begun>;

/** How a forecast carries out each experiment (rule O4), in virtual time. */
export const forecastActuators = (simulation: Simulation, deaths: ZoneDeaths, setBroker = (change: BrokerChange): unknown => simulation.setBroker({ ...change, atMs: simulation.clock.now() })) => (overlays: Overlays): Actuate => {
  const overlay = (experiment: Experiment): Begun | Promise<Begun> => overlays.begin(experiment);
  const cut = ({ target }: Experiment): Begun => ("zone" in target ? { undo: simulation.zones.halt("cutOff", target.zone) } : {});
  const away = (): Begun => ({ undo: simulation.zones.loseRedis() });
  const actuators: { readonly [Type in Experiment["type"]]: Actuator<Type> } = {
    spike: overlay,
    "slow-consumer": overlay,
    "poison-event": overlay,
    reorder: overlay,
    duplicate: overlay,
    "store-down": overlay,
    "crash-replica": ({ target, parameters }) => {
      const died = "node" in target ? (simulation.runnerOf(target.node)?.pool.crashSome(parameters.replicas) ?? 0) : 0;
      return { note: `${died} died` };
    },
    "kill-zone": ({ target, parameters: { graceful }, atMs, endMs }) => {
      if (!("zone" in target)) return {};
      if (endMs > atMs) {
        simulation.zones.kill(target.zone, endMs - atMs, graceful);
        return {};
      }
      simulation.zones.kill(target.zone, deaths.next(target.zone), graceful);
      return {};
    },
    "freeze-zone": ({ target }) => ("zone" in target ? { undo: simulation.zones.halt("frozen", target.zone) } : {}),
    latency: (experiment) => slow(simulation, experiment, { type: "latency", latencyMs: experiment.parameters.latency, jitterMs: experiment.parameters.jitter, site: drawSite(simulation.wiring.seed, experiment.id, "jitter") }),
    bandwidth: (experiment) => slow(simulation, experiment, { type: "bandwidth", bytesPerMs: experiment.parameters.rate }),
    slicer: (experiment) => slow(simulation, experiment, { type: "slicer", averageSize: experiment.parameters.averageSize, delayMs: experiment.parameters.delay / 1000 }),
    // Connections that close are open again at once, and nobody waits for one to close.
    "slow-close": () => ({}),
    "limit-data": () => ({}),
    timeout: cut,
    reset: cut,
    partition: cut,
    "kill-redis": away,
    "power-loss": ({ parameters: { unsyncedMs } }) => {
      const { clock, zones } = simulation;
      simulation.isTail = unsyncedMs > 0;
      let isOver = false;
      let end: (() => void) | undefined;
      const fails = (): void => {
        simulation.isTail = false;
        if (!isOver) end = zones.loseRedis();
      };
      if (unsyncedMs > 0) clock.at(clock.now() + unsyncedMs, fails);
      else fails();
      return {
        undo: () => {
          isOver = true;
          end?.();
        },
      };
    },
    "redis-read-only": away,
    "redis-out-of-memory": away,
    "broker-down": ({ target, parameters: { broker } }) => {
      if (!("node" in target)) return {};
      const change = (isDown: boolean): void => void setBroker({ topic: target.node, broker, isDown });
      change(true);
      return { undo: () => change(false) };
    },
  };
  return (experiment) => (actuators[experiment.type] as Actuator<Experiment["type"]>)(experiment as never);
};
