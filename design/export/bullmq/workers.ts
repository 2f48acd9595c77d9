import type { Json } from "../../document/schema.ts";
import type { FlowNode } from "../../graph/compile.ts";
import type { Distribution } from "../../kinds/distribution.ts";
import { databaseOf } from "../../kinds/database.ts";
import { kindOf } from "../../kinds/registry.ts";
import type { NodeOf, TopologyService } from "../../topology/topology.ts";
import { array, code, comment, joined, object, remark, type Code } from "./code.ts";
import type { FlowFiles } from "./flow.ts";
import { QUEUES, type Project, type ProjectQueue } from "./project.ts";
import { prefixOf } from "./queues.ts";
import { SourceFile } from "./source-file.ts";

/** What takes events from queues, and from which. */
export interface Taker {
  readonly node: FlowNode;
  readonly queues: readonly ProjectQueue[];
  readonly calls: readonly string[];
}

/** `src/workers/….ts` of what takes events from queues. */
export function workerFile(files: FlowFiles, taker: Taker, prefix: string): SourceFile {
  const { node, queues } = taker;
  const { project } = files;
  const file = new SourceFile(project.servicePath(node));
  const AppEvent = file.useType("src/lib/event.ts", "AppEvent");
  const process = project.name(`process:${node.id}`, `process ${node.name}`);
  const body = node.role === "stage" ? passing(files, file, node) : processing(files, file, taker);
  file.add(code`async function ${process}(event: ${AppEvent}): Promise<void> {
  ${body}
}`);
  const replicas = node.kind === "consumer" ? node.settings.replicas : 1;
  const start = queues.map((queue) => startOf(files, file, node, queue, process, replicas, prefix));
  file.add(code`${comment(`${kindOf(node.kind).title} ${node.name}: takes events from ${queues.map(({ called }) => called).join(", ") || "nothing"}.`)}
export function ${project.starter(node)}(): ${file.useType("src/lib/service.ts", "Service")} {
  return ${file.use("src/lib/service.ts", "serviceOf")}(${array(start)});
}`);
  return file;
}

function startOf(files: FlowFiles, file: SourceFile, node: FlowNode, queue: ProjectQueue, process: Code, replicas: number, prefix: string): Code {
  const { project } = files;
  const { ttlMs } = queue.settings;
  const drawn = project.flow.nodes.get(queue.key.replace(/^node:/, ""));
  const deadLetters = (): Code | undefined => (drawn?.kind === "queue" ? files.portFor(file, drawn, "deadLetter") : undefined);
  // A drawn failed port comes first (rule G6), but not for what has expired.
  const bury = files.portFor(file, node, "failed") ?? deadLetters();
  const expire = ttlMs === undefined ? undefined : deadLetters();
  const processing = [
    code`name: ${node.name}`,
    code`process: ${process}`,
    ...(bury ? [code`bury: ${bury}`] : []),
    ...(ttlMs === undefined ? [] : [code`ttlMs: ${ttlMs}`]),
    ...(expire ? [code`expire: ${expire}`] : []),
  ];
  const made = code`${file.use("src/lib/worker.ts", "createWorker")}(
  ${file.use(QUEUES, queue.constant.text)}.name,
  ${object(processing)},
  ${object([file.use("src/lib/connection.ts", "connection"), ...prefixOf(prefix), ...workerOptions(project, node, queue)])},
)`;
  return replicas === 1 ? made : code`...Array.from({ length: ${replicas} }, () =>
  ${made},
)`;
}

function workerOptions(project: Project, node: FlowNode, { id, called, settings, stage }: ProjectQueue): Code[] {
  const of = { id, name: called };
  const concurrency = node.kind === "consumer" || node.kind === "webhook" ? node.settings.concurrency : node.kind === "database" ? node.settings.pool : stage ? 100 : 1;
  const limit = stage?.kind === "throttle" ? stage.settings : settings.rateLimit;
  return [
    code`concurrency: ${concurrency}`,
    code`lockDuration: ${project.whole(of, "lockMs", settings.lockMs)}`,
    code`stalledInterval: ${project.whole(of, "stalledCheckMs", settings.stalledCheckMs)}`,
    code`maxStalledCount: ${settings.maxStalled}`,
    ...(limit ? [code`limiter: { max: ${limit.max}, duration: ${project.whole(of, "rateLimit.durationMs", limit.durationMs)} }`] : []),
  ];
}

/** A stage's queue has held the event: it goes on. */
function passing(files: FlowFiles, file: SourceFile, node: FlowNode): Code {
  const after = files.portFor(file, node, "out");
  return after ? code`await ${after}(event);` : code`${file.use("src/lib/log.ts", "ended")}("dropped", ${node.name}, event, "unroutable");`;
}

/** The work itself, in a function of its own, and what is done with an event beside it. */
function processing(files: FlowFiles, file: SourceFile, { node, calls }: Taker): Code {
  const work = files.project.name(`work:${node.id}`, `work of ${node.name}`);
  const called = calls.length === 0 ? [] : [`The design calls from here: ${calls.join(", ")}.`];
  file.add(code`${comment(`The work of ${node.name}.`, "Throw to have an event tried again, and bullmq's UnrecoverableError to give it up.", ...called)}
async function ${work}(event: ${file.useType("src/lib/event.ts", "AppEvent")}): Promise<void> {
  ${workOf(files, file, node)}
}`);
  const emits = node.kind === "consumer" ? node.settings.emits : 1;
  const after = emits > 0 ? files.portFor(file, node, "out") : undefined;
  const statements = [code`await ${work}(event);`];
  if (node.kind === "webhook") statements.push(code`${file.use("src/lib/log.ts", "ended")}("delivered", ${node.name}, event);`);
  if (after && emits === 1) statements.push(code`await ${after}(event);`);
  if (after && emits > 1)
    statements.push(code`for (let copy = 0; copy < ${emits}; copy++) await ${after}(${file.use("src/lib/event.ts", "childOf")}(event, "copy", copy));`);
  return node.kind === "consumer" && node.settings.idempotent ? once(files, file, node, statements) : joined(statements);
}

function once({ project }: FlowFiles, file: SourceFile, node: NodeOf<"consumer">, statements: readonly Code[]): Code {
  const { idempotencyKey } = node.settings;
  let id = code`event.id`;
  if (idempotencyKey !== undefined) {
    const same = project.name(`same:${node.id}`, `${node.name} is the same`);
    file.add(code`const ${same} = ${file.use("src/lib/expressions.ts", "expression")}(${idempotencyKey});`);
    id = code`${file.use("src/lib/expressions.ts", "textOf")}(${same}(event))`;
  }
  return joined([
    code`const id = ${id};`,
    code`if (await ${file.use("src/lib/idempotence.ts", "wasProcessed")}(${node.id}, id)) return ${file.use("src/lib/log.ts", "ended")}("deduplicated", ${node.name}, event);`,
    ...statements,
    code`await ${file.use("src/lib/idempotence.ts", "markProcessed")}(${node.id}, id);`,
  ]);
}

function workOf(files: FlowFiles, file: SourceFile, node: FlowNode): Code {
  if (node.kind === "webhook") return post(files, file, node);
  const simulated = simulatedWork(node);
  return joined([
    remark("YOUR CODE HERE, in place of the simulation; event.data is what came in."),
    simulated === undefined ? code`await Promise.resolve();` : code`await ${file.use("src/lib/simulate.ts", "simulate")}(${simulated});`,
  ]);
}

function simulatedWork(node: FlowNode): Json | undefined {
  const some = (name: string, share: number): Record<string, number> => (share > 0 ? { [name]: share } : {});
  if (node.kind === "database") return { serviceTime: databaseOf(node.settings).writeTime satisfies Distribution, ...some("failureRate", node.settings.failureRate) };
  if (node.kind !== "consumer") return undefined;
  const { serviceTime, failureRate, permanentFailureRate, timeoutMs } = node.settings;
  return { serviceTime, ...some("failureRate", failureRate), ...some("permanentFailureRate", permanentFailureRate), ...(timeoutMs !== undefined && { timeoutMs }) };
}

/** The address is not written: it may hold a secret. */
function post({ project }: FlowFiles, file: SourceFile, node: NodeOf<"webhook">): Code {
  const variable = webhookVariable(project.serviceName(node));
  return code`const url = process.env[${variable}];
if (!url) throw new ${file.use("bullmq", "UnrecoverableError")}(${`Set ${variable} to the address to post to.`});
const reply = await fetch(url, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(event),
  redirect: "error",
  signal: AbortSignal.timeout(${Math.max(1, Math.round(node.settings.timeoutMs))}),
});
if (!reply.ok) throw new Error("HTTP " + reply.status);`;
}

/** The variable of the environment that holds a webhook's address. */
export function webhookVariable(service: string): string {
  return `WEBHOOK_${service.toUpperCase().replaceAll("-", "_")}_URL`;
}

/** The services of a design that take events. */
export function takersOf({ project }: FlowFiles): Taker[] {
  const { topology, flow, queues } = project;
  const services = topology.services.filter(({ node }) => node.role === "consumer").map((service): Taker => ({ node: service.node, queues: readsOf(service, project), calls: service.calls.map((id) => flow.nodes.get(id)?.name ?? id) }));
  const stores = topology.stores.filter(({ reads }) => reads.length > 0).map(({ node, reads }): Taker => ({ node, queues: reads.flatMap((key) => queues.get(key) ?? []), calls: [] }));
  const stages = [...queues.values()].flatMap((queue): Taker[] => (queue.stage ? [{ node: queue.stage, queues: [queue], calls: [] }] : []));
  return [...services, ...stores, ...stages];
}

function readsOf({ reads }: TopologyService, project: Project): ProjectQueue[] {
  return reads.flatMap(({ type, key, group = "" }) => (type === "queue" ? project.queues.get(key) : project.groupQueue(key, group)) ?? []);
}
