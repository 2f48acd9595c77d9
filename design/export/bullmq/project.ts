import { flowOf, nodeChannelKey, type Flow, type FlowNode } from "../../graph/compile.ts";
import { queueSettingsSchema, type QueueSettings } from "../../kinds/queue.ts";
import { STAGE_QUEUE } from "../../kinds/stage-queue.ts";
import type { TopicEdgeSettings } from "../../kinds/topic.ts";
import type { Topology, TopologyTopic } from "../../topology/topology.ts";
import { CODE_IDENTIFIER, DNS_LABEL, NameScope } from "../names.ts";
import { LossReport } from "../target.ts";
import { identifier, type Code } from "./code.ts";

/** Stages that a BullMQ queue of their own can stand for. */
export type QueuedStage = Extract<FlowNode, { kind: "delay" | "throttle" | "debounce" | "deduplicate" }>;

/** A BullMQ queue of the project. */
export interface ProjectQueue {
  readonly key: string;
  /** Of the node or edge that it stands for. */
  readonly id: string;
  /** As the design calls it. */
  readonly called: string;
  /** In Redis. */
  readonly name: string;
  /** The constant that holds it, and the function that adds an event to it. */
  readonly constant: Code;
  readonly add: Code;
  readonly settings: QueueSettings;
  /** The stage that it belongs to. */
  readonly stage?: QueuedStage;
  /** Nobody takes from it: dead letters lie there. */
  readonly isEnd?: boolean;
}

export const QUEUES = "src/queues.ts";
export const FLOW = "src/flow.ts";
export const ENDS = "src/ends.ts";

/** What cannot be the name of something in the project: words of the language, globals, and what its library exports. */
const RESERVED = (
  "arguments as async await boolean break case catch class const continue debugger default delete do else enum eval export extends false finally for from function get if " +
  "implements import in instanceof interface let new null number object of package private protected public return set static string super switch symbol this throw true try type typeof " +
  "undefined unknown var void while with yield Array Date Error Infinity JSON Map Math NaN Number Object Promise Set String Boolean console process fetch setTimeout globalThis " +
  "AppEvent Job Json Queue Worker Service UnrecoverableError childOf newEvent ended connection createWorker serviceOf simulate draw produce keys weighted fill fillHeaders expression condition textOf " +
  "topicMatches headersMatch wasProcessed markProcessed event job copy n seq key data targets matched edges services wait list index reply url start stop main"
).split(" ");

/** A design as a project: what it is called, and what is in it. */
export class Project {
  readonly flow: Flow;
  readonly losses = new LossReport();
  readonly queues = new Map<string, ProjectQueue>();
  private readonly rounded = new Set<string>();
  private readonly identifiers = new NameScope(CODE_IDENTIFIER, RESERVED);
  private readonly queueNames = new NameScope({ ...DNS_LABEL, fallback: "queue" });
  private readonly files = new NameScope({ ...DNS_LABEL, fallback: "service" });

  constructor(readonly topology: Topology) {
    this.flow = flowOf(topology.design);
    for (const { key, id, name, settings } of topology.queues) this.addQueue({ key, id, called: name, settings });
    for (const topic of topology.topics) this.addGroups(topic);
    for (const { node } of topology.steps) if (isQueuedStage(node)) this.addQueue({ key: nodeChannelKey(node.id), id: node.id, called: node.name, settings: STAGE_QUEUE, stage: node });
    for (const node of topology.ends) if (node.kind === "deadLetter") this.addQueue({ key: node.id, id: node.id, called: node.name, settings: STAGE_QUEUE, isEnd: true });
  }

  /** An identifier for a purpose of a thing, made of what it is called. */
  name(key: string, called: string): Code {
    return identifier(this.identifiers.of(key, called));
  }

  /** The name of a service's file, without its ending, which also starts it. */
  serviceName(node: FlowNode): string {
    return this.files.of(node.id, node.name);
  }

  /** The function that starts a service. */
  starter(node: FlowNode): Code {
    return this.name(`start:${node.id}`, `start ${node.name}`);
  }

  /** Where a service's module lies. */
  servicePath(node: FlowNode): string {
    return `src/${node.role === "source" ? "producers" : "workers"}/${this.serviceName(node)}.ts`;
  }

  /** The queue of a consumer group, which stands for a topic. */
  groupQueue(topicKey: string, group: string): ProjectQueue | undefined {
    return this.queues.get(groupKey(topicKey, group));
  }

  /** A whole number of ms, and a loss where the design says a part of one. */
  whole(of: Pick<FlowNode, "id" | "name">, property: string, ms: number): number {
    const whole = ms > 0 ? Math.max(1, Math.round(ms)) : 0;
    if (whole === ms || this.rounded.has(`${of.id} ${property}`)) return whole;
    this.rounded.add(`${of.id} ${property}`);
    this.losses.setting(of, property, ms, `BullMQ takes whole milliseconds: written as ${whole}.`, "Nothing, if a millisecond does not matter.");
    return whole;
  }

  private addGroups({ key, node, readers }: TopologyTopic): void {
    for (const { group, edge } of readers) {
      if (this.queues.has(groupKey(key, group))) continue;
      const { attempts, backoffMs } = (this.flow.edges.get(edge)?.settings ?? {}) as Partial<TopicEdgeSettings>;
      const settings = queueSettingsSchema.parse({ attempts, backoff: { type: "fixed", delayMs: backoffMs } });
      this.addQueue({ key: groupKey(key, group), id: edge, called: `${node.name} ${this.flow.nodes.get(group)?.name ?? group}`, settings });
    }
  }

  private addQueue(queue: Pick<ProjectQueue, "key" | "id" | "called" | "settings" | "stage" | "isEnd">): void {
    const { key, called } = queue;
    this.queues.set(key, { ...queue, name: this.queueNames.of(key, called), constant: this.name(`queue:${key}`, `${called} queue`), add: this.name(`add:${key}`, `add to ${called}`) });
  }
}

export function isQueuedStage(node: FlowNode): node is QueuedStage {
  return node.kind === "delay" || node.kind === "throttle" || node.kind === "debounce" || node.kind === "deduplicate";
}

function groupKey(topicKey: string, group: string): string {
  return `group:${topicKey}:${group}`;
}
