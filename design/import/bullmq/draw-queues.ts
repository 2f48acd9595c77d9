import { kinds } from "../../kinds/registry.ts";
import { laidOut } from "../../layout/layered.ts";
import { formatCount, formatRate } from "../../words/numbers.ts";
import { Drawing } from "../drawing.ts";
import type { ImportResult } from "../source.ts";
import { qualifiedName, type FoundQueue, type FoundRedis, type FoundScheduler } from "./found-queue.ts";
import { addRate, childrenPerParent, consumerSettings, queueSettings, type Guess } from "./guess-settings.ts";

/** Which nodes stand for a queue. */
export interface DrawnQueue {
  readonly queue: string;
  readonly consumer: string;
}

/** A drawing of what was found, and which nodes stand for which queue, by its qualified name. */
export interface DrawnRedis extends ImportResult {
  readonly drawn: ReadonlyMap<string, DrawnQueue>;
}

/**
 * Draws the BullMQ queues of a Redis: each with a producer at the rate that was measured, a consumer for its workers and a sink; schedules for
 * job schedulers; an edge from a child's consumer to the queue in which its parent waits (through an aggregator where a parent has several).
 * What was guessed is in the notes. Pure.
 */
export function drawQueues({ place, queues, limits }: FoundRedis): DrawnRedis {
  const drawing = new Drawing();
  const called = namesOf(queues);
  const drawn = new Map(queues.map((queue): [string, DrawnQueue] => [qualifiedName(queue), drawQueue(drawing, queue, called.get(queue) ?? queue.name)]));
  const parents = drawFlows(drawing, queues, drawn, called);
  for (const queue of queues) {
    const nodes = drawn.get(qualifiedName(queue));
    if (!nodes) continue;
    drawSources(drawing, queue, nodes, called.get(queue) ?? queue.name, parents.has(qualifiedName(queue)));
    if (!drawing.leaves(nodes.consumer)) drawing.edge(nodes.consumer, drawing.node("sink", `${called.get(queue) ?? queue.name} done`));
  }
  for (const limit of limits) drawing.note("", limit, "Look again with other limits where it matters.");
  const { design, notes } = drawing.result(`BullMQ at ${place}`, `${queues.length === 1 ? "The BullMQ queue" : `The ${queues.length} BullMQ queues`} of the Redis at ${place}, as found there.`);
  return { design: laidOut(design), notes: notes.toSorted((a, b) => order(queues, a.place) - order(queues, b.place)), drawn };
}

/** Notes come by queue, in the order of the queues; those about the whole first. */
function order(queues: readonly FoundQueue[], place: string): number {
  return queues.findIndex((queue) => qualifiedName(queue) === place);
}

/** What is shown of a queue in words: `12 waiting, 3 active, 40/s added, 38/s done`. */
export function figuresSentence({ counts, rates, workers, paused }: Pick<FoundQueue, "counts" | "rates" | "workers" | "paused">): string {
  const some = (count: number, word: string): string[] => (count === 0 ? [] : [`${formatCount(count)} ${word}`]);
  return [
    ...(paused ? ["paused"] : []),
    `${formatCount(counts.waiting + counts.prioritized)} waiting`,
    `${formatCount(counts.active)} active`,
    ...some(counts.delayed, "delayed"),
    ...some(counts.waitingChildren, "waiting for children"),
    ...some(counts.failed, "failed"),
    ...some(counts.completed, "completed and kept"),
    `${formatRate(rates.addedPerSecond)} added`,
    `${formatRate(rates.donePerSecond)} done`,
    ...(workers === null ? [] : [`${workers} ${workers === 1 ? "worker" : "workers"}`]),
  ].join(", ");
}

/** A queue's own name where it is the only one of it, else with its prefix. */
function namesOf(queues: readonly FoundQueue[]): Map<FoundQueue, string> {
  const isAlone = (queue: FoundQueue): boolean => queues.every((other) => other === queue || other.name !== queue.name);
  return new Map(queues.map((queue) => [queue, isAlone(queue) ? queue.name : qualifiedName(queue)]));
}

function drawQueue(drawing: Drawing, queue: FoundQueue, name: string): DrawnQueue {
  const [own, service] = [queueSettings(queue), consumerSettings(queue)];
  const about = `${figuresSentence(queue)}, when it was looked at.${queue.version === undefined ? "" : ` Written by ${queue.version}.`}`;
  const id = drawing.node("queue", name, own.settings, about);
  const consumer = drawing.node("consumer", `${name} workers`, service.settings);
  drawing.edge(id, consumer);
  tell(drawing, queue, [...own.guesses, ...service.guesses]);
  if (queue.paused) tell(drawing, queue, [{ what: "It is paused.", instead: "The design has it going." }]);
  if (queue.counts.failed > 0) tell(drawing, queue, [{ what: `${formatCount(queue.counts.failed)} failed jobs lie in it.`, instead: "Draw a dead letter at its port where they are looked after." }]);
  return { queue: id, consumer };
}

/** Edges for flows; gives the queues whose jobs come by their children: those need no producer. */
function drawFlows(drawing: Drawing, queues: readonly FoundQueue[], drawn: ReadonlyMap<string, DrawnQueue>, called: ReadonlyMap<FoundQueue, string>): Set<string> {
  const childrenOf = new Map<string, readonly FoundQueue[]>();
  for (const parent of queues) {
    const key = qualifiedName(parent);
    const children = queues.filter(({ samples }) => samples.some(({ parentQueue }) => parentQueue === key));
    const nodes = drawn.get(key);
    if (children.length === 0 || !nodes) continue;
    childrenOf.set(key, children);
    const count = childrenPerParent(parent.samples);
    const into = count > 1 ? drawing.node("aggregator", `Children of ${called.get(parent) ?? parent.name}`, { window: { type: "tumbling", count } }) : nodes.queue;
    if (into !== nodes.queue) drawing.edge(into, nodes.queue);
    for (const child of children) {
      const consumer = drawn.get(qualifiedName(child))?.consumer;
      if (consumer !== undefined) drawing.edge(consumer, into);
    }
    tell(drawing, parent, [{ what: `Its jobs wait for children in ${children.map(({ name }) => name).join(", ")}${count > 1 ? `, about ${count} each` : ""}.`, instead: "Drawn as what follows when the children are done, in whatever order; their own producer is not drawn." }]);
  }
  const missing = queues.flatMap((queue) => queue.samples.flatMap(({ parentQueue }) => (parentQueue !== undefined && !drawn.has(parentQueue) ? [{ queue, parentQueue }] : [])));
  for (const { queue, parentQueue } of missing) tell(drawing, queue, [{ what: `Its jobs have parents in ${parentQueue}, which was not found.`, instead: "Look with that prefix as well, or draw it." }]);
  return fedBy(childrenOf, queues);
}

/** The parents that a queue with a producer of its own feeds in the end. Queues that are each other's parents alone have none. */
function fedBy(childrenOf: ReadonlyMap<string, readonly FoundQueue[]>, queues: readonly FoundQueue[]): Set<string> {
  const fed = new Set(queues.map(qualifiedName).filter((key) => !childrenOf.has(key)));
  for (let before = -1; before !== fed.size; ) {
    before = fed.size;
    for (const [parent, children] of childrenOf) if (children.some((child) => fed.has(qualifiedName(child)))) fed.add(parent);
  }
  return new Set([...childrenOf.keys()].filter((parent) => fed.has(parent)));
}

function drawSources(drawing: Drawing, queue: FoundQueue, nodes: DrawnQueue, name: string, isParent: boolean): void {
  const known = queue.schedulers.filter(isDrawable);
  for (const scheduler of known) drawing.edge(drawing.node("schedule", scheduler.name, scheduleSettings(scheduler)), nodes.queue);
  if (queue.schedulerCount > known.length)
    tell(drawing, queue, [{ what: `${queue.schedulerCount} job schedulers add to it; ${known.length} of them are drawn.`, instead: "Draw the others as schedules, or as a producer of their rate." }]);
  const isScheduledOnly = known.length > 0 && queue.samples.every(({ scheduled }) => scheduled);
  if (isParent || isScheduledOnly) return;
  const { perSecond, guess } = addRate(queue);
  const hasPriorities = queue.samples.some(({ priority }) => priority > 0);
  const producer = drawing.node("producer", `${name} producers`, { arrivals: { process: "poisson", ratePerSecond: perSecond }, ...(hasPriorities ? { priority: prioritiesOf(queue) } : {}) });
  drawing.edge(producer, nodes.queue);
  tell(drawing, queue, [...(guess ? [guess] : []), { what: `Who adds its jobs is not in Redis: one producer stands for all, with random arrivals at the ${guess ? "" : "measured "}rate.`, instead: "Divide it where you know more." }]);
}

/** Whether a schedule can be what a job scheduler is; BullMQ takes cron expressions and time zones that it does not know. */
function isDrawable(scheduler: FoundScheduler): boolean {
  const settings = kinds.schedule.settings.safeParse(scheduleSettings(scheduler));
  return settings.success && (kinds.schedule.check?.(settings.data) ?? []).length === 0;
}

function scheduleSettings({ everyMs, cron, timezone }: FoundScheduler) {
  return { ...(cron === undefined ? { everyMs } : { cron }), ...(timezone === undefined ? {} : { timezone }) };
}

/** Each priority that was sampled, with how often. */
function prioritiesOf({ samples }: FoundQueue) {
  const counts = new Map<number, number>();
  for (const { priority } of samples) counts.set(priority, (counts.get(priority) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => a - b).slice(0, 20).map(([priority, weight]) => ({ priority, weight }));
}

function tell(drawing: Drawing, queue: FoundQueue, guesses: Guess["guesses"]): void {
  for (const { what, instead } of guesses) drawing.note(qualifiedName(queue), what, instead);
}
