import type { FlowNode } from "../../graph/compile.ts";
import { ADDRESS_IS_SECRET, loseAlerts, loseCallEdges, loseDrawnSettings } from "../kind-answers.ts";
import type { ExportTarget } from "../target.ts";
import type { Project, ProjectQueue } from "./project.ts";
import type { Taker } from "./workers.ts";

/** Reports what the project does not do, or not quite. */
export function loseWhatIsNotCode(project: Project, takers: readonly Taker[], kinds: ExportTarget["kinds"]): void {
  const { topology, flow, losses } = project;
  losses.kinds(topology, flow.nodes.values(), kinds);
  for (const queue of topology.queues) loseOfQueue(project, queue, flow.nodes.get(queue.id));
  for (const { node, readers } of topology.topics) {
    loseDrawnSettings(losses, node, [], NO_LOG, "Use Kafka or Redis Streams where this matters.");
    losses.setting(node, "partitions", node.settings.partitions, "Each consumer group has a queue of its own: there are no partitions, and no order per key once workers work side by side.", "Set concurrency and replicas to 1 where order matters, or use Kafka.");
    if (readers.length === 0) losses.setting(node, "kind", node.kind, "No group reads it, so there is no queue for its events.", "Draw a consumer, or take the topic away.");
  }
  for (const { node } of topology.services) if (node.role === "source") loseOfSource(project, node);
  for (const taker of takers) loseOfTaker(project, taker);
  for (const { node } of topology.stores)
    if (node.kind === "database" && !takers.some((taker) => taker.node === node)) losses.setting(node, "kind", node.kind, "The project has no client for it.", "Call it from the work of its callers, with the database's own client.");
  loseCallEdges(losses, flow, "Calls are made by your own code.");
  for (const node of flow.nodes.values()) loseOfStep(project, node);
  loseSurroundings(project);
}

const NO_LOG = "A queue is no log: an event that was processed is gone.";

function loseOfQueue({ losses }: Project, queue: Pick<ProjectQueue, "settings"> & { id: string; name: string; deadLetters: readonly unknown[] }, node: FlowNode | undefined): void {
  const { maxLength, overflow, ttlMs, deadLetterRoutingKey, maxStalled } = queue.settings;
  if (maxLength !== undefined) {
    const instead = "Have the producer look at the queue's counts with getJobCounts, and wait or refuse there.";
    losses.setting(queue, "maxLength", maxLength, "BullMQ queues have no bound: this one grows.", instead);
    losses.setting(queue, "overflow", overflow, "Nothing overflows in a queue without a bound.", instead);
  }
  if (ttlMs !== undefined) losses.setting(queue, "ttlMs", ttlMs, "Whether an event has expired is looked at when a worker takes it, not before.", "Clean the queue from time to time with queue.clean, where nobody may take from it for long.");
  if (deadLetterRoutingKey !== undefined) losses.setting(queue, "deadLetterRoutingKey", deadLetterRoutingKey, "The exchange computes the routing key from the event, dead letters included.", "Route by what the event says of itself.");
  if (queue.deadLetters.length > 0) losses.setting(queue, "maxStalled", maxStalled, "BullMQ fails a job that stalled too often by itself: its dead letter is written right after that, and missing if the process dies in between.", "Look through the queue's failed set after a crash.");
  if (node?.kind === "queue" && node.outs.get("out")?.length === 0 && queue.deadLetters.length > 0) losses.setting(queue, "deadLetters", "", "Nobody takes from this queue, so nothing in it ever expires or fails.", "Draw a delay in its place.");
}

function loseOfSource({ losses }: Project, node: FlowNode): void {
  if (node.kind === "producer" && node.settings.whenRefused === "buffer" && node.settings.bufferLimit !== undefined) losses.setting(node, "bufferLimit", node.settings.bufferLimit, "Nothing is refused, so nothing is buffered.", "Limit what waits in the client.");
  if (node.kind === "producer" && node.settings.whenRefused !== "block") losses.setting(node, "whenRefused", node.settings.whenRefused, "BullMQ refuses nothing: a producer waits while Redis is away.", "Limit what waits in the client: enableOfflineQueue false has it fail at once.");
  if (node.kind === "schedule") loseDrawnSettings(losses, node, ["cron", "everyMs", "timezone", "eventType", "payload", "limit"], "It begins when the project is started.", "Set startDate where the scheduler is made.");
  if (node.kind === "httpSource") loseDrawnSettings(losses, node, ["eventType"], "The project opens no port: its publish function is to be called by your web server.", "Set it in the web server.");
}

function loseOfTaker({ losses }: Project, { node, queues, calls }: Taker): void {
  if (node.kind === "database") losses.setting(node, "kind", node.kind, "The project has no client for it: writes are simulated.", "Write with the database's own client, in its worker.");
  if (node.kind === "webhook") losses.setting(node, "url", undefined, ADDRESS_IS_SECRET, "Set its variable; .env.example names it.");
  if (node.kind === "webhook") loseDrawnSettings(losses, node, ["url", "timeoutMs", "attempts", "concurrency"], "It is for forecasts only: the project really posts.", "Nothing: measure how long posts take, and how many fail.");
  if (node.kind !== "consumer") return;
  if (calls.length > 0) losses.setting(node, "call", calls, "Calls are made by your own code.", "Call from its work, with a time-out.");
  if (queues.length > 1 && node.settings.replicas * node.settings.concurrency > 0) losses.setting(node, "concurrency", node.settings.concurrency, "A worker takes from one queue: there are as many for each of its queues.", "Divide the concurrency among them where the sum matters.");
  if (node.settings.handler !== undefined) losses.setting(node, "handler", "", "The handler runs in a sandbox; a project has none, so it is not copied.", "Write it as the consumer's work.");
  if (node.settings.idempotent) losses.setting(node, "idempotent", true, "What was processed is remembered for a day, not for good.", "Have the work itself recognise what it has done, in its own transaction.");
  const reading = ["group", "assignor", "commit", "offsetReset", "sessionTimeoutMs"];
  loseDrawnSettings(losses, node, ["replicas", "concurrency", "serviceTime", "failureRate", "permanentFailureRate", "timeoutMs", "idempotent", "idempotencyKey", "handler", "emits", ...reading], "The simulated work does not do this.", "Nothing: your code is what takes the time, or crashes.");
  for (const property of reading) {
    const value = node.settings[property as keyof typeof node.settings];
    if (value !== undefined && property !== "group" && queues.some(({ key }) => key.startsWith("group:"))) losses.setting(node, property, value, NO_LOG, "Use Kafka or Redis Streams where this matters.");
  }
}

function loseOfStep({ losses, flow }: Project, node: FlowNode): void {
  if (node.kind === "exchange") losses.setting(node, "transaction", undefined, "A publish to several queues is not one transaction: a crash may leave some of its copies out until it is repeated.", "Repeat it: what has been added is not added twice.");
  if (node.kind === "exchange" && node.outs.get("out")?.some(({ to }) => flow.nodes.get(to.node)?.kind === "exchange")) losses.setting(node, "once", undefined, "A queue gets one copy from each exchange that leads to it, not one of all of them (rule X1).", "Bind it to one of them.");
  if (node.kind === "throttle") losses.setting(node, "max", node.settings.max, "BullMQ's limiter counts in fixed windows; a token bucket is refilled evenly.", "Nothing, if the mean rate is what matters.");
  if (node.kind === "deadLetter" && node.settings.retentionMs !== undefined) losses.setting(node, "retentionMs", node.settings.retentionMs, "Jobs that wait are not removed by their age.", "Call queue.clean(age, limit, \"wait\") from a schedule.");
}

/** What surrounds the nodes. */
function loseSurroundings({ losses, topology }: Project): void {
  loseAlerts(losses, topology.design, "A project neither watches nor acts.", "Export the alerts to Prometheus, and have Alertmanager tell who acts.");
  for (const slo of topology.slos) losses.setting(slo, "slos", slo, "A project keeps no objectives.", "Export the alerts to Prometheus, and measure the services.");
  for (const zone of topology.zones) losses.setting(zone, "zones", zone.kind, "Where a process runs is not the project's to say.", "Start the services of each zone there: SERVICES names them.");
  if (topology.design.scenario !== undefined) losses.setting({ id: "scenario", name: "Scenario" }, "scenario", topology.design.scenario, "Planned load and experiments are no part of a program.", "Keep them in the design, and run it.");
}
