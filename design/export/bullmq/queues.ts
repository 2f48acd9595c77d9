import type { Json } from "../../document/schema.ts";
import type { QueueSettings } from "../../kinds/queue.ts";
import { array, code, comment, object, type Code } from "./code.ts";
import { QUEUES, type Project, type ProjectQueue } from "./project.ts";
import { SourceFile } from "./source-file.ts";

/** How many finished jobs a queue remembers at most, so that an event that is added again is recognised. */
const MOST_REMEMBERED = 50_000;

/** `src/queues.ts`: every queue with the options of its jobs, and how an event is added to it. */
export function queuesFile(project: Project, prefix: string): SourceFile {
  const file = new SourceFile(QUEUES);
  const all = [...project.queues.values()];
  for (const queue of all) file.add(queueConstant(project, file, queue, prefix), addFunction(project, file, queue));
  file.add(code`/** For closing them when the program ends. */
export const allQueues = ${array(all.map(({ constant }) => constant))};`);
  return file;
}

function queueConstant(project: Project, file: SourceFile, queue: ProjectQueue, prefix: string): Code {
  const { constant, called, name } = queue;
  const Queue = file.use("bullmq", "Queue");
  const AppEvent = file.useType("src/lib/event.ts", "AppEvent");
  const connection = file.use("src/lib/connection.ts", "connection");
  return code`${comment(`${called}.${queue.isEnd ? " Nobody takes from it: what lies here waits for a person." : ""}`)}
export const ${constant} = new ${Queue}<${AppEvent}>(${name}, ${object([connection, ...prefixOf(prefix), ...(queue.isEnd ? [] : [code`defaultJobOptions: ${jobOptions(project, queue)}`])])});`;
}

/** The option by which queues and workers find their keys; none for what BullMQ takes by itself. */
export function prefixOf(prefix: string): Code[] {
  return prefix === "bull" ? [] : [code`prefix: ${prefix}`];
}

function jobOptions(project: Project, { id, called, settings, stage }: ProjectQueue): Json {
  const of = { id, name: called };
  const { attempts, backoff, order } = settings;
  const delayMs = stage?.kind === "delay" ? stage.settings.delayMs : stage?.kind === "debounce" ? stage.settings.windowMs : settings.delayMs;
  const keep = { age: rememberedSeconds(settings), count: MOST_REMEMBERED };
  return {
    attempts,
    ...(attempts > 1 && backoff.delayMs > 0 && { backoff: { type: backoff.type, delay: project.whole(of, "backoff.delayMs", backoff.delayMs), ...(backoff.jitter > 0 && { jitter: backoff.jitter }) } }),
    ...(delayMs > 0 && { delay: project.whole(of, stage?.kind === "debounce" ? "windowMs" : "delayMs", delayMs) }),
    ...(order === "lifo" && { lifo: true }),
    removeOnComplete: keep,
    // What failed for good stays until somebody has looked at it, or a day has passed.
    removeOnFail: { age: Math.max(86_400, keep.age), count: MOST_REMEMBERED },
  };
}

/** The longest an event can take to be delivered again (rule Q5), twice. */
function rememberedSeconds({ lockMs, stalledCheckMs }: QueueSettings): number {
  return Math.ceil((2 * (lockMs + 2 * stalledCheckMs)) / 1000);
}

function addFunction(project: Project, file: SourceFile, queue: ProjectQueue): Code {
  const { constant, add, called, settings } = queue;
  const options = [code`jobId: event.id`];
  if (settings.priorities) options.push(code`priority: event.priority`);
  const once = deduplication(project, file, queue);
  if (once) options.push(once);
  return code`${comment(`Adds an event to ${called}; once, however often it is called for the same event.`)}
export async function ${add}(event: ${file.useType("src/lib/event.ts", "AppEvent")}): Promise<void> {
  await ${constant}.add(event.type, event, ${object(options)});
}`;
}

/** What keeps out an event that is the same as one within the window. */
function deduplication(project: Project, file: SourceFile, { key, called, settings, stage }: ProjectQueue): Code | undefined {
  const ttlOf = (windowMs: number): number => Math.max(1, Math.round(windowMs));
  if (stage?.kind === "debounce") {
    const id = stage.settings.by === undefined ? code`"all"` : sameness(project, file, key, called, stage.settings.by);
    return code`deduplication: { id: ${id}, ttl: ${ttlOf(stage.settings.windowMs)}, extend: true, replace: true }`;
  }
  if (stage?.kind === "deduplicate") return code`deduplication: { id: ${sameness(project, file, key, called, stage.settings.by)}, ttl: ${ttlOf(stage.settings.windowMs)} }`;
  if (!settings.deduplicate) return undefined;
  const ttl = ttlOf(settings.deduplicate.windowMs);
  if (settings.deduplicate.by === "id") return code`deduplication: { id: event.rootId, ttl: ${ttl} }`;
  return code`...(event.key ? { deduplication: { id: event.key, ttl: ${ttl} } } : {})`;
}

/** What is the same text for events that are the same. */
function sameness(project: Project, file: SourceFile, key: string, called: string, by: string): Code {
  const constant = project.name(`same:${key}`, `${called} is the same`);
  file.add(code`const ${constant} = ${file.use("src/lib/expressions.ts", "expression")}(${by});`);
  return code`"=" + ${file.use("src/lib/expressions.ts", "textOf")}(${constant}(event))`;
}
