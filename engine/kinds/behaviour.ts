import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { QueueSettings } from "../../design/kinds/queue.ts";
import type { TopicEdgeSettings, TopicSettings } from "../../design/kinds/topic.ts";
import type { Window } from "../../design/chaos/windows.ts";
import type { LoadStep } from "../../design/load/planned-load.ts";
import type { BreakerFrame, TargetsFrame } from "../contract/frame.ts";
import type { CallPlan, CallRequest } from "../core/call.ts";
import type { DeathReason } from "../core/deaths.ts";
import type { FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";

/** What a behaviour is told about where it stands. */
export interface BehaviourContext {
  readonly seed: number;
  /** Id of the node, or of the edge of an implicit queue. */
  readonly id: string;
  /** What the user calls it. */
  readonly name: string;
  /** Index among the flow's sources; −1 for other kinds. */
  readonly source: number;
  /** Node id of the flow's source with this index. */
  sourceName(index: number): string;
  /** The date (Unix, ms) at which design time begins; undefined in a forecast. */
  readonly startedAtMs: number | undefined;
  /** How many events each one stands for; 1 but in a coarse forecast (rule F6). */
  readonly eachStandsFor: number;
  /** What is planned for the rate of this node (rule P7), as `loadOf` tells it. */
  readonly load: readonly LoadStep[];
  /** What is done to this node on purpose, and when, as `windowsOn` tells it (rule O4). */
  readonly experiments: readonly Window[];
  /** Until when an alert keeps this breaker open, design time in ms; undefined while none does (rule O6). */
  openUntil(): number | undefined;
  /** Whether any edge leaves this port. */
  connected(port: string): boolean;
  /** The edges that leave this port, in document order, with what they say. */
  edges(port: string): readonly OutEdge[];
  /** How the node that an edge leads to stands. */
  standing(edge: OutEdge): Standing;
  /** What a health check of the node that an edge leads to, the `n`-th one, finds (rule R5). */
  isHealthy(edge: OutEdge, n: number, atMs: number): boolean;
  /** What this node keeps between events and calls, in this process: made once, and kept when its settings change. */
  keep<State>(make: () => State): State;
}

/** What is known of the load of the node that an edge leads to; live, of channels, as of the last frame. */
export interface Standing {
  /** Events or calls that wait there. */
  readonly waiting: number;
  /** Those that are being served. */
  readonly served: number;
  /** Whether it is called over this edge rather than sent events. */
  readonly isCalled: boolean;
  /** Calls over this very edge that have no answer yet. */
  readonly open: number;
  /** Whether anything there could serve: a replica is up. */
  readonly isUp: boolean;
  /** Which frame told it; undefined where it is exact. What was sent since then is not in it. */
  readonly frame?: number;
}

/** An edge as the node that it leaves sees it. */
export interface OutEdge {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Emits on its own schedule (rules P1 to P5). */
export interface SourceBehaviour {
  readonly role: "source";
  /** Intended time of event `n` (from 0) when the one before it was meant for `previousMs`; Infinity for never. */
  next(n: number, previousMs: number): number;
  event(n: number, atMs: number): FlowEvent;
  /** No event with this number or a later one. */
  readonly limitCount: number;
  /** No event at this time or later. */
  readonly limitMs: number;
  /** How many events that the channel refused may wait for it; more are dropped. */
  readonly pendingLimit: number;
  /** What decides in a live run when events come, in place of `next` (rule P6). */
  readonly outside?: "http" | "scheduler";
}

/** What a channel does with an event that is offered to it (rule Q7). */
export type Admission = "accept" | "block" | "drop-head" | "reject" | "dead-letter";

/** What a failed attempt leads to (rules Q3, Q4). */
export type AfterFailure = { readonly retryAfterMs: number } | "exhausted";

/** Decides for a channel; keeping the events is the executor's. */
export interface ChannelBehaviour {
  readonly role: "channel";
  readonly settings: QueueSettings;
  priorityOf(event: FlowEvent): number;
  /** `ready` is the number of events that could start now. */
  admit(ready: number): Admission;
  /** `attempts` counts the attempts made, this one included; `delivery` all deliveries, stalled ones included. */
  afterFailure(event: FlowEvent, permanent: boolean, attempts: number, delivery: number): AfterFailure;
  /** What happens to an event that will not be tried again, or that the queue does not keep (rules Q3, X4). */
  exhausted(event: FlowEvent, reason: DeathReason, atMs: number): Plan;
  /** How much later than usual an event may be taken, ms; undefined where none is. */
  laterMs?(event: FlowEvent): number;
  /** What an event must not share with another within the window; undefined where it may come again (rule Q9). */
  deduplicationOf(event: FlowEvent): string | undefined;
}

/** Decides for a topic; keeping the events is the executor's (rules T1 to T7). */
export interface LogBehaviour {
  readonly role: "log";
  readonly settings: TopicSettings;
  /** What a failed attempt leads to; `attempts` counts those made, this one included. */
  afterFailure(edge: TopicEdgeSettings, permanent: boolean, attempts: number): AfterFailure;
  /** What happens to an event that will not be tried again. */
  exhausted(): Plan;
}

/**
 * Holds events until something else happens: a time, another event (rules R2, R3). What it holds stays in its queue, so that a
 * restarted process begins anew with all of it.
 */
export interface StageBehaviour {
  readonly role: "stage";
  /** Its queue. */
  readonly channel: ChannelBehaviour;
  /** What is due depends on what came before: events that are ready in its queue are taken first. */
  readonly patient: boolean;
  /** The state between events: empty, but for what one before it noted. */
  open(notes: ReadonlyMap<string, string>): Stage;
}

/** What a stage wants to remember when its process dies, by name; null forgets it. */
export type Notes = readonly (readonly [name: string, text: string | null])[];

/** State of a stage: pure but for itself. Every event that it takes is let go once. */
export interface Stage {
  /**
   * Takes an event that came in by a port; `ticket` names it until it is let go. Returns what is let go now. `before` tells that it was held
   * before this state began.
   */
  take(ticket: number, event: FlowEvent, port: string, nowMs: number, before: boolean): readonly Release[];
  /** What is let go because its time has come. */
  due(nowMs: number): readonly Release[];
  /** When {@link due} has something to do; Infinity for never. Design time, ms. */
  nextMs(): number;
  /** What has to be remembered since the last call; it is written before what was let go is carried out. */
  notes?(): Notes;
}

/** An event that a stage lets go, and what becomes of it. */
export interface Release {
  readonly ticket: number;
  readonly plan: Plan;
  /** When it was meant to be let go, design time in ms. */
  readonly atMs: number;
  /** It is not let go yet: another release of the same ticket follows. */
  readonly stays?: boolean;
  /** It was decided together with others, and must be carried out as decided even if the process dies meanwhile. */
  readonly together?: boolean;
}

/** Processes events in slots (rules C1 to C3). */
export interface ConsumerBehaviour {
  readonly role: "consumer";
  readonly replicas: number;
  readonly concurrency: number;
  readonly coldStartMs: number;
  /** `delivery` counts how often the event was handed out, from 1; every draw depends on it (rule E5). */
  receive(event: FlowEvent, delivery: number): Plan;
  /** What makes two events the same to an idempotent consumer (rule C4); undefined where each is processed. */
  idempotencyKey?(event: FlowEvent): string | undefined;
  /** Attempts that it allows, where its channel allows more. */
  readonly attempts?: number;
  /** Where an event goes after its last attempt, when the failed port is drawn (rule G6); otherwise the channel decides. */
  afterLast(event: FlowEvent): Plan | undefined;
  /** Whether a health check, the `n`-th one, finds a replica that is up well. */
  isHealthy?(n: number): boolean;
  /** Of a node that is called as well. */
  readonly answers?: Answers;
}

/** Answers calls (rule C5). */
export interface Answers {
  /** How many of each thing there are that calls wait for; `acquire` names them by their index. */
  readonly resources: readonly number[];
  receive(request: CallRequest): CallPlan;
  /** It is a library of whoever calls, and runs where that does, whatever the zone. */
  readonly inCaller?: boolean;
  /** Whether a health check, the `n`-th one, finds it well. */
  isHealthy?(n: number, atMs: number): boolean;
  /** What of its state is shown. */
  shown?(): { readonly breaker?: BreakerFrame; readonly targets?: TargetsFrame };
}

/** Is called, and takes no events. */
export interface CalleeBehaviour {
  readonly role: "callee";
  readonly answers: Answers;
}

/** Runs in the emitter's own step (rule G3): its plan holds nothing. */
export interface InlineBehaviour {
  readonly role: "inline";
  /** It is a broker's exchange: all that it leads to is one publish (rule X3). */
  readonly publishes?: Publishes;
  receive(event: FlowEvent): Plan;
  /** Of a node that is called as well. */
  readonly answers?: Answers;
  /** Of a node that looks by itself whether what it leads to is well (rule R5). */
  readonly checks?: Checks;
}

/** What a node does at times of its own, whether or not anything comes. */
export interface Checks {
  /** Design time of the next one, ms. */
  nextMs(): number;
  /** Makes those that are due. */
  advance(nowMs: number): void;
}

/** How an exchange publishes. */
export interface Publishes {
  routingKeyOf(event: FlowEvent): string;
  /** Each destination gets one copy, whatever leads to it (rule X1); else every edge gives one (rule X5). */
  readonly once: boolean;
}

/** The end of a path. A `store` keeps its events in a channel without consumers. */
export interface TerminalBehaviour {
  readonly role: "terminal";
  readonly stores: boolean;
  /** How long it keeps an event, ms; without it, as long as the run. */
  readonly retentionMs?: number;
}

/** Governs another node (rule O1). */
export interface PolicyBehaviour {
  readonly role: "policy";
  readonly rules: SettingsOf<"autoscaler">;
}

export type Behaviour = SourceBehaviour | ChannelBehaviour | LogBehaviour | StageBehaviour | PolicyBehaviour | CalleeBehaviour | ConsumerBehaviour | InlineBehaviour | TerminalBehaviour;

/** Makes a node's behaviour from its settings; called again with new settings when they change during a run. */
export type BehaviourFactory<Settings> = (settings: Settings, context: BehaviourContext) => Behaviour;
