import { flowOf, type Flow } from "../graph/compile.ts";
import { targetSettingsSchema } from "../kinds/load-balancer.ts";
import type { Topology } from "../topology/topology.ts";
import type { Deployment, DeployedStore } from "./deployment.ts";
import { poolShare } from "./deployment-settings.ts";
import { ADDRESS_IS_SECRET, answersFor, loseCallEdges, loseDrawnSettings } from "./kind-answers.ts";
import type { KindAnswer, LossReport } from "./target.ts";
import type { KindType } from "../kinds/registry.ts";

const MODEL = "It describes how the program behaves or is loaded; a deployment does not make it so.";
const MEASURE = "Build it into the program's image, or measure that it holds.";
const CODE = "It is code, and a deployment holds none.";
const IN_THE_SERVICE = "Do it in the service before it, or in the one behind it.";

/** What each sort of program is told or given; whatever else is drawn on it is reported. */
const TOLD: Partial<Record<KindType, readonly string[]>> = {
  consumer: ["replicas", "concurrency", "cpu", "timeoutMs", "coldStartMs", "idempotent", "idempotencyKey"],
  producer: ["eventType", "whenRefused", "bufferLimit"],
  httpSource: ["path", "eventType", "limitPerSecond"],
  schedule: ["cron", "everyMs", "timezone", "eventType", "payload"],
  webSocketGateway: ["path"],
  webhook: ["url", "timeoutMs", "attempts", "concurrency"],
  cache: ["capacity", "ttlMs", "policy", "pattern"],
  database: ["flavor", "pool", "consistency", "partitions", "replicationFactor"],
};

/** What only readers of topics are told. */
const TOPIC_READERS = ["group", "assignor", "commit", "offsetReset", "sessionTimeoutMs"];

/** How a target that deploys programs answers for the kinds; `scaler` is its word for autoscalers. */
export function deploymentAnswers(scaler: KindAnswer): Record<KindType, KindAnswer> {
  return answersFor(
    {
      source: "partly",
      consumer: "partly",
      channel: { lost: "No broker that is deployed has such a channel.", instead: "Draw a queue or a topic." },
      log: { lost: "No broker that is deployed has such a log.", instead: "Draw a topic." },
      stage: { lost: CODE, instead: "Do it in a service of its own between two queues." },
      inline: { lost: CODE, instead: IN_THE_SERVICE },
      callee: { lost: CODE, instead: "Do it in the service that calls." },
      policy: { lost: CODE, instead: "Set it up where the services run." },
      terminal: { lost: "Nothing runs at the end of a path.", instead: "Have the service before it do the last step." },
    },
    {
      queue: "partly",
      topic: "partly",
      exchange: "partly",
      deadLetter: "partly",
      cache: "partly",
      eventBus: { lost: "No broker that is deployed matches patterns over an event's data.", instead: "Draw an exchange of type headers, and publish what the patterns look at as headers." },
      autoscaler: scaler,
    },
  );
}

/** Reports what is drawn on programs and the calls between them and no deployment can say. */
export function losePrograms(losses: LossReport, topology: Topology, { services }: Deployment): void {
  for (const { service } of services) {
    const topics = service.reads.some(({ type }) => type === "topic");
    const told = [...(TOLD[service.node.kind] ?? []), ...TOPIC_READERS];
    loseDrawnSettings(losses, service.node, told, MODEL, MEASURE);
    if (service.node.kind === "webhook") losses.setting(service.node, "url", undefined, ADDRESS_IS_SECRET, "Give it to the program where its secrets are kept: the example file names it.");
    if (service.node.kind === "consumer" && !Number.isInteger(service.node.settings.coldStartMs))
      losses.setting(service.node, "coldStartMs", service.node.settings.coldStartMs, "Health checks count whole milliseconds at best.", "Nothing, if a millisecond does not matter.");
    if (!topics && service.node.kind === "consumer") loseDrawnSettings(losses, service.node, Object.keys(service.node.settings).filter((name) => !TOPIC_READERS.includes(name)), "It reads no topic.", "Nothing, or draw a topic.");
  }
  const flow = flowOf(topology.design);
  loseCallEdges(losses, flow, CODE);
  loseWeights(losses, flow);
}

/** Reports what is drawn on a store and a server of its own cannot say. */
export function loseStore(losses: LossReport, topology: Topology, store: DeployedStore): void {
  const { node, callers } = store;
  const told = TOLD[node.kind] ?? [];
  loseDrawnSettings(losses, node, told, MODEL, MEASURE);
  for (const key of topology.stores.find(({ node: { id } }) => id === node.id)?.reads ?? [])
    losses.setting(node, "in", key, "A store takes nothing from a broker by itself.", "Draw a consumer before it that calls it.");
  if (node.kind === "cache") {
    losses.setting(node, "capacity", node.settings.capacity, "Redis counts memory, not entries: it is given memory for so many entries of a size that is an option.", "Set that option to what an entry takes, as MEMORY USAGE tells.");
    if (node.settings.pattern === "read-through") losses.setting(node, "pattern", node.settings.pattern, "Redis does not read its origin by itself.", "Have the service read the origin on a miss: it has both addresses.");
  } else {
    const { pool, partitions, replicationFactor } = node.settings;
    const share = poolShare(store) ?? pool;
    if (callers > 0 && share * callers !== pool) losses.setting(node, "pool", pool, `Each copy of a service has connections of its own: ${share} each.`, "Nothing, or put a pooler between them.");
    if (partitions > 1) losses.setting(node, "partitions", partitions, "One server holds all of it.", "Shard it with the database's own means or its operator.");
    if (replicationFactor > 1) losses.setting(node, "replicationFactor", replicationFactor, "One server holds the only copy.", "Set up replication with the database's own means or its operator.");
  }
  if (callers === 0) loseDrawnSettings(losses, node, Object.keys(node.settings).filter((name) => !forCallers(node).includes(name)), "It is for the programs that call it, and none does.", "Draw a call edge to it.");
}

/** What of a store only its callers are told; PostgreSQL's server limits its connections itself. */
function forCallers(node: DeployedStore["node"]): readonly string[] {
  if (node.kind === "cache") return ["ttlMs", "pattern"];
  return node.settings.flavor === "postgresql" ? ["consistency"] : ["consistency", "pool"];
}

/** What the edges of balancers say. */
function loseWeights(losses: LossReport, flow: Flow): void {
  const defaults: Readonly<Record<string, unknown>> = targetSettingsSchema.parse({});
  for (const { id, from, settings } of flow.edges.values()) {
    if (flow.nodes.get(from.node)?.kind !== "loadBalancer") continue;
    for (const [property, value] of Object.entries(settings)) if (value !== defaults[property]) losses.setting({ id }, property, value, CODE, "Set it in the program that calls or sends.");
  }
}
