import type { Flow } from "../graph/compile.ts";
import { meanOf } from "../kinds/distribution.ts";
import type { Flavor } from "../kinds/database.ts";
import type { NodeOf, Topology, TopologyService } from "../topology/topology.ts";
import type { Brokers } from "./deployment-brokers.ts";
import { settingsFor, type Addresses, type Setting } from "./deployment-settings.ts";
import { DNS_LABEL, NameScope } from "./names.ts";

/** What answers for a drawn cache or database. */
export type Engine = "redis" | Flavor;

/** A cache or database that runs beside the services. */
export interface DeployedStore {
  readonly node: NodeOf<"cache" | "database">;
  readonly name: string;
  readonly engine: Engine;
  readonly port: number;
  /** Copies of all the services that use it. */
  readonly callers: number;
}

/** A source or consumer as a program that runs: an image that is named elsewhere, told by its environment what was drawn. */
export interface DeployedService {
  readonly service: TopologyService;
  readonly name: string;
  readonly replicas: number;
  /** Environment, by variable. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** Whether others connect to it. */
  readonly listens: boolean;
  readonly usesQueues: boolean;
  readonly usesTopics: boolean;
  readonly stores: readonly DeployedStore[];
  /** How long it may take to finish what it holds when it is told to stop, whole seconds. */
  readonly graceSeconds: number;
  /** How long it takes to start. */
  readonly startMs: number;
  /** Processors that its slots keep busy; undefined where they wait. */
  readonly processors: number | undefined;
}

export interface Deployment {
  readonly services: readonly DeployedService[];
  readonly stores: readonly DeployedStore[];
}

/** What each engine listens on. */
const PORTS: Readonly<Record<Engine, number>> = { redis: 6379, postgresql: 5432, mongodb: 27017, cassandra: 9042 };

/** The shortest time that Docker gives a container to stop (`docker stop`), seconds. */
const LEAST_GRACE_SECONDS = 10;

/** Names the programs of a design and settles what each is told. `reserved` are names that the target uses itself; `longest` is its limit. */
export function deploymentOf(topology: Topology, flow: Flow, brokers: Brokers, addresses: Addresses, reserved: readonly string[], longest = DNS_LABEL.longest): Deployment {
  const names = new NameScope({ ...DNS_LABEL, longest }, reserved);
  const storeNames = new Map(topology.stores.map(({ node }) => [node.id, names.of(node.id, node.name)]));
  const used = new Map(topology.services.map((service) => [service.node.id, storesUsedBy(topology, service)]));
  const stores = topology.stores.map(({ node }): DeployedStore => {
    const callers = topology.services.filter((service) => used.get(service.node.id)?.has(node.id)).reduce((sum, service) => sum + replicasOf(service), 0);
    const engine = node.kind === "cache" ? "redis" : node.settings.flavor;
    return { node, name: storeNames.get(node.id) ?? node.id, engine, port: PORTS[engine], callers };
  });
  return {
    stores,
    services: topology.services.map((service): DeployedService => {
      const own = stores.filter(({ node }) => used.get(service.node.id)?.has(node.id));
      const ends = service.sends.flatMap((route) => brokers.endFor(service, route) ?? []);
      const name = names.of(service.node.id, service.node.name);
      return {
        service,
        name,
        replicas: replicasOf(service),
        settings: settingsFor(name, service, flow, brokers, own, addresses),
        listens: service.node.kind === "httpSource" || service.node.kind === "webSocketGateway",
        usesQueues: service.reads.some(({ type }) => type === "queue") || ends.some(({ type }) => type !== "topic"),
        usesTopics: service.reads.some(({ type }) => type === "topic") || ends.some(({ type }) => type === "topic"),
        stores: own,
        ...timesOf(service),
        processors: service.node.kind === "consumer" && service.node.settings.cpu ? service.node.settings.concurrency : undefined,
      };
    }),
  };
}

function replicasOf({ node }: TopologyService): number {
  return node.kind === "consumer" ? node.settings.replicas : 1;
}

/** What it calls, and what these caches ask in turn: the program does that for a cache that does not read through by itself. */
function storesUsedBy({ stores }: Topology, service: TopologyService): Set<string> {
  const found = new Set<string>();
  const open = [...service.calls];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(stores.find(({ node }) => node.id === next)?.origins ?? []));
  }
  return found;
}

/** A consumer may finish the event that it holds: its time-out, or ten times its mean service time. */
function timesOf({ node }: TopologyService): Pick<DeployedService, "graceSeconds" | "startMs"> {
  if (node.kind === "webhook") return { graceSeconds: Math.max(LEAST_GRACE_SECONDS, Math.ceil(node.settings.timeoutMs / 1000)), startMs: 0 };
  if (node.kind !== "consumer") return { graceSeconds: LEAST_GRACE_SECONDS, startMs: 0 };
  const { timeoutMs, serviceTime, coldStartMs } = node.settings;
  const workMs = timeoutMs ?? 10 * meanOf(serviceTime);
  return { graceSeconds: Math.min(86_400, Math.max(LEAST_GRACE_SECONDS, Math.ceil(workMs / 1000))), startMs: coldStartMs };
}
