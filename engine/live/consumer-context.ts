import type { CallEngine } from "../core/call-engine.ts";
import type { Dispatcher, Sampling } from "../core/dispatch.ts";
import type { Envelope, FlowEvent } from "../core/event.ts";
import type { Plan } from "../core/plan.ts";
import type { RunClock } from "../core/run-clock.ts";
import type { Slot } from "../core/slots.ts";
import type { Place, Reading, Wiring } from "../core/wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { RedisClient } from "../redis/connection.ts";
import type { Delivery } from "../redis/queue-reader.ts";
import type { Outside } from "./edges/outside.ts";
import type { LiveLane } from "./live-lane.ts";
import type { GroupMessage } from "./messages.ts";
import type { Outlet } from "./outlet.ts";
import type { TopicBrokers } from "./topic-brokers.ts";

/** What a live consumer shares with the rest of its process. */
export interface ConsumerContext {
  readonly wiring: Wiring;
  readonly runId: string;
  readonly redisUrl: string;
  readonly commands: RedisClient;
  /** Whether an experiment is on that concerns the process's connections (rule O4). */
  readonly network: { readonly isImpaired: boolean };
  readonly clock: RunClock;
  readonly recorder: Recorder;
  readonly dispatcher: Dispatcher;
  readonly sampling: Sampling;
  readonly outlet: Outlet;
  /** The brokers of topics, as this process knows them. */
  readonly brokers: TopicBrokers;
  readonly calls: CallEngine;
  /** Replicas that autoscalers have set, by place. */
  readonly replicas: ReadonlyMap<number, number | null>;
  /** What a node does outside of the flow, where it does anything. */
  readonly outside: (place: Place) => Outside | undefined;
  readonly onError: (error: Error) => void;
  /** Tells the coordinator of the consumer groups. */
  readonly tellGroup: (message: GroupMessage) => void;
}

/** What is known of an event that was handed out. */
export interface Handed extends Omit<Delivery, "envelope"> {
  readonly envelope: Pick<Envelope, "id">;
}

/** What an attempt needs at hand. */
export interface Attempt {
  readonly reading: Reading;
  readonly delivery: Handed;
  readonly event: FlowEvent;
  readonly slot: Slot;
  readonly plan: Plan;
  /** It holds or calls, so that it begins and ends when it was meant to; what does not takes as long as it really does. */
  readonly isTimed: boolean;
  /** When it began: when it was meant to, where it is timed. */
  readonly startMs: number;
  /** The partition that the event was read from. */
  readonly lane?: LiveLane;
  /** What became of it is on its way: it is committed when that has arrived. */
  isLeaving?: boolean;
}
