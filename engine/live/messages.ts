import type { Design } from "../../design/document/schema.ts";
import type { ProcessFrame } from "../contract/frame.ts";
import type { Sample } from "../contract/sample.ts";
import type { Notice } from "../contract/run.ts";
import type { MeasureInForce } from "../core/alerts/in-force.ts";
import type { TopicPartition } from "../core/log/assignors.ts";
import type { Grant, Handover, Joining } from "../core/log/group.ts";
import type { TimedBrokerChange } from "../core/log/broker-change.ts";
import type { EarlyChild } from "../core/ledger.ts";
import type { ClockState } from "../core/run-clock.ts";
import type { RedisEndpoint } from "../redis/detour.ts";
import type { MetricsDelta } from "../metrics/recorder.ts";
import type { Endpoint, Listening } from "./edges/outside.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";

/** Everything a process needs to take part in a run; plain JSON, because remote workers read it from Redis. */
export interface RunInit {
  readonly type: "init";
  readonly runId: string;
  readonly redisUrl: string;
  readonly design: Design;
  readonly seed: number;
  /** Wall-clock time (Unix, ms) of design time 0. */
  readonly originMs: number;
  readonly clock: ClockState;
  readonly sampling: number;
  /** Sources emit nothing at this design time or later; null for no end. */
  readonly stopMs: number | null;
  /** Ids of the nodes that a worker runs: those of its zone (rule O3); null for all. */
  readonly nodes: readonly string[] | null;
  /** Whether it is the process of its zone: stages and called nodes have one each, and no worker that joins another one. */
  readonly isHome: boolean;
  /** Replicas that autoscalers and alerts have set in this process, by place (rules O1, O6). */
  readonly replicas: readonly ReplicaShare[];
  /** How it reaches Redis; straight without it. */
  readonly link?: ZoneLink | undefined;
  /** Which brokers of topics died or came back so far, or will, by time (rule T7). */
  readonly brokers: readonly TimedBrokerChange[];
  /** What alerts let go or keep open (rule O6). */
  readonly inForce?: readonly MeasureInForce[];
  /** Every event's birth and ends are recorded by id (rule E4). */
  readonly audit?: boolean | undefined;
  /** Channels recognise no event by its id: only where that is measured. */
  readonly forgetsIds?: boolean | undefined;
  /** How it is to listen for real clients; as it likes without it. */
  readonly listening?: Listening;
  /** Addresses that were approved on this machine (rule S3); none without it. */
  readonly approvedWebhooks?: readonly string[];
}

/** How a process reaches Redis where experiments are done to its connections (rule O4). */
export interface ZoneLink {
  /** The proxy that it goes through. */
  readonly via: RedisEndpoint;
  /** Something is done to them now: what comes late does so on purpose, and is not made up for. */
  readonly isImpaired: boolean;
}

/** The place of a consumer, and how many of its replicas a process is to run; null for those of its settings. */
export type ReplicaShare = readonly [place: number, replicas: number | null];

/** From the host to a process of the run. */
export type ToProcess =
  | RunInit
  | { readonly type: "clock"; readonly clock: ClockState }
  /** Answer with `next`. */
  | { readonly type: "ask-next" }
  /** Fire the next timer, although paused. */
  | { readonly type: "fire-next" }
  | { readonly type: "update"; readonly design: Design }
  /** Run so many replicas of these consumers. */
  | { readonly type: "scale"; readonly replicas: readonly ReplicaShare[] }
  | { readonly type: "sampling"; readonly every: number }
  /** How the places stand that load balancers send events to, as of a frame, and which of those that they call no process runs (rule R5). */
  | { readonly type: "standings"; readonly frame: number; readonly places: readonly (readonly [number, PlaceNow])[]; readonly gone: readonly number[] }
  /** The replicas of a consumer are replaced by new ones (rule O6). */
  | { readonly type: "restart"; readonly place: number }
  /** What alerts let go or keep open from now on (rule O6). */
  | { readonly type: "in-force"; readonly measures: readonly MeasureInForce[] }
  /** So many replicas of a consumer die, wherever they are (rule C2). */
  | { readonly type: "crash"; readonly place: number; readonly replicas: number }
  /** Reach Redis so from now on; straight without it. */
  | { readonly type: "link"; readonly link: ZoneLink | undefined }
  /** A broker of a topic dies or comes back (rule T7, modelled). */
  | { readonly type: "broker"; readonly change: TimedBrokerChange }
  /** Move what is meant to be moved out of a dead letter. */
  | { readonly type: "redrive"; readonly place: number }
  /** Emit nothing more; settle what is on its way. */
  | { readonly type: "stop-sources" }
  /** These partitions of topics are the member's to read from now on, or until what it has in hand is done (rule T3). */
  | { readonly type: "group-assign"; readonly member: string; readonly grants: readonly Grant[] }
  | { readonly type: "group-revoke"; readonly member: string; readonly partitions: readonly TopicPartition[] }
  /** It was not heard of for too long: others have its partitions, and it joins anew. */
  | { readonly type: "group-lost"; readonly member: string }
  /** Answer with `flushed` when nothing is on its way and everything counted is written. */
  | { readonly type: "flush" }
  /** It is over; `drains` lets it do first what it has in hand. */
  | { readonly type: "end"; readonly drains?: boolean };

/** Where a source stands, for the screen; its truth is in Redis. */
export interface SourceNow {
  readonly place: number;
  readonly produced: number;
  readonly pending: number;
  readonly finished: boolean;
  /** How long it produced, when it has finished; design time, ms. */
  readonly producedMs: number;
  /** The most that it emitted later than intended since it last told, although no channel held it back; design time, ms. */
  readonly lateMs: number;
}

/** What a process says of its replicas as members of consumer groups. */
export type GroupMessage =
  | { readonly type: "group-join"; readonly group: string; readonly member: string; readonly joining: Joining }
  | { readonly type: "group-leave"; readonly group: string; readonly member: string }
  | { readonly type: "group-died"; readonly group: string; readonly member: string; readonly handovers: readonly Handover[] }
  | { readonly type: "group-revoked"; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[]; readonly handovers: readonly Handover[] }
  /** It reads them now. */
  | { readonly type: "group-opened"; readonly group: string; readonly member: string; readonly partitions: readonly TopicPartition[] };

/** From a process of the run to the host. */
export type FromProcess =
  | GroupMessage
  | { readonly type: "ready"; readonly pid: number }
  | {
      readonly type: "measured";
      readonly metrics: MetricsDelta;
      readonly places: [number, PlaceNow][];
      readonly sources: SourceNow[];
      /** Events that stages hold for nothing but other events. */
      readonly stuck: number;
      readonly process: ProcessFrame;
    }
  /** Between two `measured`, because dots are seen to move. */
  | { readonly type: "samples"; readonly samples: Sample[] }
  /** Design time of the process's next timer; null when there is none. */
  | { readonly type: "next"; readonly atMs: number | null }
  | { readonly type: "flushed"; readonly early: readonly EarlyChild[] }
  | { readonly type: "endpoints"; readonly port: number; readonly endpoints: readonly Endpoint[] }
  | { readonly type: "notice"; readonly notice: Notice }
  | { readonly type: "failed"; readonly message: string };

/** How a process talks to its host. */
export interface HostLink {
  send(message: FromProcess): void;
  onMessage(listener: (message: ToProcess) => void): void;
}
