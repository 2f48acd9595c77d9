import type { Json } from "../../document/schema.ts";
import type { FlowNode } from "../../graph/compile.ts";
import type { Arrivals } from "../../kinds/producer.ts";
import type { NodeOf } from "../../topology/topology.ts";
import { code, comment, object, remark, type Code } from "./code.ts";
import type { FlowFiles } from "./flow.ts";
import type { Project } from "./project.ts";
import { prefixOf } from "./queues.ts";
import { SourceFile } from "./source-file.ts";

/** The rate of a trace that does not say one. */
const UNKNOWN_RATE = 1;

/** `src/producers/….ts` of a source. */
export function producerFile(files: FlowFiles, node: FlowNode, prefix: string): SourceFile {
  const file = new SourceFile(files.project.servicePath(node));
  if (node.kind === "producer") writeProducer(files, file, node);
  if (node.kind === "schedule") writeSchedule(files, file, node, prefix);
  if (node.kind === "httpSource") writeEndpoint(files, file, node);
  return file;
}

/** The statement that sends a source's event on. */
function sendOn(files: FlowFiles, file: SourceFile, node: FlowNode): Code {
  const send = files.portFor(file, node, "out");
  return send ? code`await ${send}(event);` : code`${file.use("src/lib/log.ts", "ended")}("dropped", ${node.name}, event, "unroutable");`;
}

function writeProducer(files: FlowFiles, file: SourceFile, node: NodeOf<"producer">): void {
  const { eventType, limit, key, payload, headers, priority } = node.settings;
  const newEvent = file.use("src/lib/event.ts", "newEvent");
  const needsFilling = payload !== undefined || headers !== undefined;
  const before: Code[] = [];
  const given: Code[] = [code`type: ${eventType}`];
  if (key.mode === "uniform" || key.mode === "zipf") {
    const nextKey = files.project.name(`key:${node.id}`, `next key of ${node.name}`);
    file.add(code`const ${nextKey} = ${file.use("src/lib/produce.ts", "keys")}(${key.count}${key.mode === "zipf" ? code`, ${key.exponent}` : code``});`);
    before.push(code`const key = ${nextKey}();`);
    given.push(code`key`);
  }
  const hasKey = given.length > 1;
  if (needsFilling) before.push(code`const filling = { seq: n + 1, key: ${hasKey ? code`key` : code`""`} };`);
  if (priority !== undefined) given.push(code`priority: ${priorityOf(file, priority)}`);
  if (headers !== undefined) given.push(code`headers: ${file.use("src/lib/template.ts", "fillHeaders")}(${headers}, filling)`);
  if (payload !== undefined) given.push(code`data: ${file.use("src/lib/template.ts", "fill")}(${payload}, filling)`);
  before.push(code`const event = ${newEvent}(${object(given)});`);
  if (key.mode === "expression") {
    const keyOf = files.project.name(`key:${node.id}`, `key of ${node.name}`);
    file.add(code`const ${keyOf} = ${file.use("src/lib/expressions.ts", "expression")}(${key.expression});`);
    before.push(code`event.key = ${file.use("src/lib/expressions.ts", "textOf")}(${keyOf}(event));`);
  }
  const Service = file.useType("src/lib/service.ts", "Service");
  file.add(code`${comment(`Producer ${node.name}.`, "It stands in for what really emits these events; to use that instead, call what is called at the end with its event.")}
export function ${files.project.starter(node)}(): ${Service} {
  return ${file.use("src/lib/produce.ts", "produce")}(${object([
    code`name: ${node.name}`,
    code`arrivals: ${arrivalsOf(files.project, node)}`,
    ...(limit === undefined ? [] : [code`limit: ${limit as Json}`]),
    code`async emit(${needsFilling ? code`n` : code``}) {
  ${before}
  ${sendOn(files, file, node)}
}`,
  ])});
}`);
}

function priorityOf(file: SourceFile, priority: NonNullable<NodeOf<"producer">["settings"]["priority"]>): Code {
  if (typeof priority === "number") return code`${priority}`;
  return code`${file.use("src/lib/produce.ts", "weighted")}(${priority.map((each) => ({ value: each.priority, weight: each.weight }))}, 0)`;
}

function arrivalsOf(project: Project, node: NodeOf<"producer">): Json {
  const arrivals: Arrivals = node.settings.arrivals;
  if (arrivals.process !== "trace") return arrivals;
  const { file, events, ratePerSecond } = arrivals;
  const seconds = (events?.at(-1)?.atMs ?? 0) / 1000;
  const rate = ratePerSecond ?? (seconds > 0 && events ? events.length / seconds : UNKNOWN_RATE);
  project.losses.setting(node, "arrivals", file ?? "trace", `A trace is not written into the project: it emits evenly, ${Math.round(rate * 1000) / 1000} a second.`, "Read the trace in its producer, and emit each event at its time.");
  return { process: "constant", ratePerSecond: rate };
}

function writeSchedule(files: FlowFiles, file: SourceFile, node: NodeOf<"schedule">, prefix: string): void {
  const { cron, everyMs, timezone, eventType, payload, limit } = node.settings;
  const repeat = {
    ...(cron === undefined ? { every: files.project.whole(node, "everyMs", everyMs ?? 1000) } : { pattern: cron, tz: timezone }),
    ...(limit?.count !== undefined && { limit: limit.count }),
  };
  if (limit?.durationMs !== undefined) files.project.losses.setting(node, "limit.durationMs", limit.durationMs, "A job scheduler stops at a count or a date, not after a duration.", "Set endDate where the scheduler is made.");
  const name = `${files.project.serviceName(node)}-schedule`;
  const queue = files.project.name(`schedule:${node.id}`, `${node.name} schedule`);
  const options = object([file.use("src/lib/connection.ts", "connection"), ...prefixOf(prefix)]);
  const data = payload === undefined ? [] : [code`data: ${file.use("src/lib/template.ts", "fill")}(${payload}, { seq: ++n, key: "" })`];
  file.add(code`${comment(`Schedule ${node.name}: a BullMQ job scheduler says when.`)}
export async function ${files.project.starter(node)}(): Promise<${file.useType("src/lib/service.ts", "Service")}> {
  const ${queue} = new ${file.use("bullmq", "Queue")}(${name}, ${options});
  await ${queue}.upsertJobScheduler(${name}, ${repeat}, { name: "due", opts: { removeOnComplete: true, removeOnFail: 100 } });
  ${payload === undefined ? remark("What lets each event go is a job of this queue.") : code`let n = 0;`}
  const worker = new ${file.use("bullmq", "Worker")}(
    ${queue}.name,
    async (job) => {
      const event = ${file.use("src/lib/event.ts", "newEvent")}(${object([code`id: job.id`, code`type: ${eventType}`, ...data])});
      ${sendOn(files, file, node)}
    },
    ${options},
  );
  worker.on("error", (error) => console.error(${node.name}, error));
  return {
    async stop() {
      await worker.close();
      await ${queue}.close();
    },
  };
}`);
}

function writeEndpoint(files: FlowFiles, file: SourceFile, node: NodeOf<"httpSource">): void {
  const { path, eventType } = node.settings;
  const publish = files.project.name(`publish:${node.id}`, `publish ${node.name}`);
  file.add(
    code`${comment(`HTTP source ${node.name}: call it from the handler of POST ${path} in your web server.`, "It resolves once Redis has the event, with the event's id.")}
export async function ${publish}(data: ${file.useType("src/lib/event.ts", "Json")}, type = ${eventType}): Promise<string> {
  const event = ${file.use("src/lib/event.ts", "newEvent")}({ type, data });
  ${sendOn(files, file, node)}
  return event.id;
}`,
    code`${comment("Nothing runs by itself here.")}
export function ${files.project.starter(node)}(): ${file.useType("src/lib/service.ts", "Service")} {
  return { stop: () => Promise.resolve() };
}`,
  );
}

