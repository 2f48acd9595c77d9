import type { Experiment } from "../../../design/chaos/resolve.ts";
import { AppError } from "../../../design/errors.ts";
import { LOCAL_ZONE } from "../../../design/graph/local-zone.ts";
import type { Actuate, Begun } from "../../core/chaos/timeline.ts";
import type { Overlays } from "../../core/chaos/overlays.ts";
import type { RedisControl } from "../../core/environment.ts";
import type { BrokerChange } from "../../core/log/broker-change.ts";
import type { Wiring } from "../../core/wiring.ts";
import type { Crew } from "../crew.ts";
import type { ChaosHelper } from "./helper.ts";
import type { Links, NetworkExperiment } from "./links.ts";
import { configureRedis, cutPower, killRedis } from "./redis-actuators.ts";

/** What experiments on a live run have at hand: only what this run has started. */
export interface LiveChaosHost {
  readonly wiring: Wiring;
  readonly crew: Crew;
  readonly helper: ChaosHelper;
  readonly links: Links;
  /** Undefined where it is not this app's own. */
  readonly redis: RedisControl | undefined;
  setBroker(change: BrokerChange): Promise<unknown>;
}

const NO_PROCESS = "No process of this run is up in that zone.";

type Actuator<Type extends Experiment["type"]> = (experiment: Extract<Experiment, { type: Type }>) => Begun | Promise<Begun>;

/** How a live run carries out each experiment (rule O4): with real processes and a real Redis. */
export const liveActuators = (host: LiveChaosHost) => (overlays: Overlays): Actuate => {
  const { wiring, crew, helper } = host;
  const overlay = (experiment: Experiment): Begun | Promise<Begun> => overlays.begin(experiment);
  const network = (experiment: NetworkExperiment): Promise<Begun> => host.links.begin(experiment);
  const actuators: { readonly [Type in Experiment["type"]]: Actuator<Type> } = {
    spike: overlay,
    "slow-consumer": overlay,
    "poison-event": overlay,
    reorder: overlay,
    duplicate: overlay,
    "store-down": overlay,
    "crash-replica": ({ target, parameters: { replicas } }) => {
      if (!("node" in target)) return {};
      const place = wiring.node(target.node);
      const home = crew.processOf(place.node?.zone ?? LOCAL_ZONE);
      if (!home) throw new AppError("wrong-use", `${place.name} has no replica that is up in a process of this run.`);
      home.process.send({ type: "crash", place: place.index, replicas });
      return {};
    },
    "kill-zone": ({ target, parameters: { graceful }, atMs, endMs }) => {
      if (!("zone" in target)) return {};
      const hold = endMs > atMs;
      const pid = crew.stop(target.zone, { graceful, hold });
      if (pid === undefined) throw new AppError("wrong-use", NO_PROCESS);
      return { note: `process ${pid} was ${graceful ? "stopped" : "killed"}`, undo: () => (hold ? crew.letUp(target.zone) : undefined) };
    },
    "freeze-zone": async ({ target }) => {
      if (!("zone" in target)) return {};
      const home = crew.processOf(target.zone);
      if (!home) throw new AppError("wrong-use", NO_PROCESS);
      const { member, pid, startedAt } = home;
      await helper.freeze({ pid, startedAt });
      crew.noteFrozen(member, true);
      const undo = async (): Promise<void> => {
        await helper.thaw(pid);
        if (member.pid === pid) crew.noteFrozen(member, false);
      };
      return { note: `process ${pid} stood still`, undo };
    },
    latency: network,
    bandwidth: network,
    timeout: network,
    reset: network,
    "slow-close": network,
    slicer: network,
    "limit-data": network,
    partition: network,
    "kill-redis": () => killRedis(host.redis),
    "power-loss": (experiment) => cutPower(host.redis, experiment),
    "redis-read-only": () => configureRedis(host.redis, "min-replicas-to-write", "1"),
    "redis-out-of-memory": () => configureRedis(host.redis, "maxmemory", "1"),
    "broker-down": async ({ target, parameters: { broker } }) => {
      if (!("node" in target)) return {};
      const change = { topic: target.node, broker };
      await host.setBroker({ ...change, isDown: true });
      return { undo: async () => void (await host.setBroker({ ...change, isDown: false })) };
    },
  };
  return (experiment) => (actuators[experiment.type] as Actuator<Experiment["type"]>)(experiment as never);
};
