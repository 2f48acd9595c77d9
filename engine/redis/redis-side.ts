import { AppError } from "../../design/errors.ts";
import { nodeChannelKey, type Flow } from "../../design/graph/compile.ts";
import { kinds } from "../../design/kinds/registry.ts";
import type { Notice } from "../contract/run.ts";
import type { Wiring } from "../core/wiring.ts";
import { storedKey } from "../core/publish-groups.ts";
import { AuditLog } from "./audit-log.ts";
import { connect, mastersOf, onServerBack, onServerLost, type RedisClient } from "./connection.ts";
import { infoField } from "./embedded/connection.ts";
import { DeadLetterStore } from "./dead-letter-store.ts";
import { MOST_REMEMBERED, rememberedMs } from "./remembered.ts";
import { DeduplicationWindows } from "./deduplication-windows.ts";
import { DueTimes, type Parked } from "./retime.ts";
import { channelPrefix, sourceKey } from "./keys.ts";
import { logKeys } from "./log-keys.ts";
import { inPipelines, type Command } from "./pipelines.ts";
import { RunKeys } from "./run-keys.ts";

/** How long a read may take before the host goes on without it, ms. */
const PATIENCE_MS = 1000;

const A_NODE_IS_GONE = "A node of the Redis Cluster is gone. Work on its slots waits until another node has them; what it had answered and not handed on to that one is told as lost.";

/** What Redis says of its load; `cpuPercent` is that of its thread for commands, of which it has one. */
export interface RedisLoad {
  readonly memoryMb: number;
  readonly operationsPerSecond: number;
  readonly cpuPercent: number;
  /** How long its last answer took, ms. */
  readonly answerMs: number;
  readonly connected: boolean;
}

const NO_LOAD = { memoryMb: 0, operationsPerSecond: 0, cpuPercent: 0, answerMs: 0 };

/** The host's connection to a run's Redis: queues prepared and retimed, load measured, losses told. */
export class RedisSide {
  readonly keys: RunKeys;
  /** What Redis itself says of its load. */
  load: RedisLoad = { ...NO_LOAD, connected: true };
  version: string | undefined;
  private readonly redis: RedisClient;
  private readonly dueTimes: DueTimes;
  private readonly windows: DeduplicationWindows;
  /** Keys of the channels that deduplicate; one that did so before has windows still. */
  private readonly deduplicating = new Set<string>();
  private parked: Parked[] = [];
  /** Speed at which the parked waits were set. */
  private parkedSpeed = 1;
  private closing = false;
  /** Processor time that each master had used for commands, and when. */
  private cpuBefore: { readonly seconds: readonly number[]; readonly at: number } | undefined;
  /** A question for each place that the run has on a cluster. */
  private everywhere: readonly Command[] = [];

  constructor(url: string, private readonly runId: string, onNotice: (notice: Notice) => void) {
    // Connects with its first command: an executor that never starts leaves no connection.
    this.redis = connect(url, () => {}, true);
    this.keys = new RunKeys(this.redis, runId);
    this.dueTimes = new DueTimes(this.redis, runId);
    this.windows = new DeduplicationWindows(this.redis, runId);
    onServerLost(this.redis, () => {
      if (!this.load.connected || this.closing) return;
      this.load = { ...NO_LOAD, connected: false };
      onNotice({ level: "warning", code: "redis-lost", message: this.redis.isCluster ? A_NODE_IS_GONE : "Redis is gone. Work waits until it is back; nothing that it had written is lost." });
    });
    onServerBack(this.redis, () => {
      if (this.load.connected || this.closing) return;
      // Whoever takes the place of a cluster's node has its slots some time later: all that the run has there answers then.
      inPipelines(this.redis, this.everywhere).then(() => {
        if (this.load.connected || this.closing) return;
        this.load = { ...this.load, connected: true };
        onNotice({ level: "info", code: "redis-back", message: "Redis is back. Work goes on; what was in a worker's hands may be delivered again." });
      }, () => {});
    });
  }

  /** Resolves when the server answers; rejects with `redis-refused` after 10 s. */
  async ready(): Promise<void> {
    if ((await this.within(this.redis.ping(), 10_000)) !== "PONG") {
      this.redis.disconnect();
      throw new AppError("redis-refused", "Redis does not answer. Check that it runs, or give another one with --redis.");
    }
    await this.measure();
  }

  /** Sets what the queues themselves enforce. Windows are wall time, so they shrink as the speed grows (rule V2). */
  async prepare(flow: Flow, speed: number): Promise<void> {
    this.everywhere = placesOf(flow, this.runId);
    for (const channel of flow.channels.values()) {
      const { rateLimit, deduplicate } = channel.settings;
      if (deduplicate) this.deduplicating.add(storedKey(flow, channel.key));
      await this.keys.setRateLimit(storedKey(flow, channel.key), rateLimit && { max: rateLimit.max, durationMs: rateLimit.durationMs / speed });
    }
  }

  /** Keeps waits and rate windows from running on while paused (rule V1). */
  async park(flow: Flow, speed: number): Promise<void> {
    this.parkedSpeed = speed;
    this.parked = await Promise.all(keysOf(flow).map((key) => this.dueTimes.park(key, Date.now())));
    await this.windows.park([...this.deduplicating]);
  }

  async unpark(speed: number): Promise<void> {
    await Promise.all(this.parked.map((parked) => this.dueTimes.unpark(parked, Date.now(), this.parkedSpeed / speed)));
    this.parked = [];
    await this.windows.unpark(this.parkedSpeed / speed);
  }

  /** Scales the waits that are left; parked ones are scaled when they are put back. */
  async changeSpeed(flow: Flow, before: number, after: number, paused: boolean): Promise<void> {
    await this.prepare(flow, after);
    if (paused) return;
    await Promise.all(keysOf(flow).map((key) => this.dueTimes.scale(key, Date.now(), before / after)));
    await this.windows.scale([...this.deduplicating], before / after);
  }

  /** The parked event that is due next: its wait in ms of design time, and how to let it go. */
  async nextDue(): Promise<{ waitMs: number; release: () => Promise<void> } | undefined> {
    const waits = await Promise.all(this.parked.map(async (parked) => ({ parked, waitMs: (await this.dueTimes.nextDue(parked)) * this.parkedSpeed })));
    const [first] = waits.filter(({ waitMs }) => waitMs !== Number.POSITIVE_INFINITY).toSorted((a, b) => a.waitMs - b.waitMs);
    return first && { waitMs: first.waitMs, release: () => this.dueTimes.releaseNext(first.parked, Date.now()) };
  }

  /** A step let so much design time go by: parked waits are shorter by it, and those that began in it are parked too. */
  async advance(byMs: number): Promise<void> {
    await Promise.all(this.parked.map((parked) => this.dueTimes.advance(parked, byMs / this.parkedSpeed, Date.now())));
    await this.windows.advance(byMs / this.parkedSpeed, [...this.deduplicating]);
  }

  /** Reads version, memory, operations and processor time from INFO; of a cluster the sums of its masters, and the busiest one's thread. */
  async measure(): Promise<void> {
    const askedAt = performance.now();
    const infos = await Promise.all(mastersOf(this.redis).map((master) => master.info()));
    const answeredAt = performance.now();
    const sum = (name: string): number => infos.reduce((total, info) => total + Number(infoField(info, name) ?? 0), 0);
    const [info = ""] = infos;
    this.version = infoField(info, "valkey_version") ?? infoField(info, "redis_version");
    const { connected } = this.load;
    const cpuSeconds = infos.map(commandSeconds);
    const { seconds = cpuSeconds, at = askedAt } = this.cpuBefore ?? {};
    this.cpuBefore = { seconds: cpuSeconds, at: answeredAt };
    const usedMost = Math.max(0, ...cpuSeconds.map((each, master) => each - (seconds[master] ?? each)));
    const cpuPercent = (usedMost * 100_000) / Math.max(1, answeredAt - at);
    this.load = { cpuPercent, answerMs: answeredAt - askedAt, memoryMb: sum("used_memory") / 2 ** 20, operationsPerSecond: sum("instantaneous_ops_per_sec"), connected };
  }

  /** What is recorded of the run by id, where it is audited. */
  auditLog(): AuditLog {
    return new AuditLog(this.redis, this.runId);
  }

  /** What lies in a dead letter. */
  deadLetters(channelKey: string): DeadLetterStore {
    return new DeadLetterStore(this.redis, this.runId, channelKey);
  }

  /** How long a repeated event is recognised at least (rule E2); undefined where there is no channel. */
  remembered(wiring: Wiring): { ms: number; count: number } | undefined {
    return wiring.flow.channels.size === 0 ? undefined : { ms: rememberedMs(wiring), count: MOST_REMEMBERED };
  }

  /** The result, or undefined when it takes too long or fails: Redis may be away. */
  async within<Result>(promise: Promise<Result>, patienceMs = PATIENCE_MS): Promise<Result | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, patienceMs, undefined)));
    const result = await Promise.race([promise.catch(() => undefined), late]);
    clearTimeout(timer);
    return result;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.redis.disconnect();
  }
}

/** Processor time of the thread that carries commands out, s; of the whole server before Redis 6.2. */
function commandSeconds(info: string): number {
  const of = (name: string): number => Number(infoField(info, `${name}_main_thread`) ?? infoField(info, name) ?? 0);
  return of("used_cpu_user") + of("used_cpu_sys");
}

/** What the flow's channels are called here. */
function keysOf(flow: Flow): string[] {
  return [...flow.channels.keys()].map((key) => storedKey(flow, key));
}

/** Asks for something of each channel, topic and source. */
function placesOf(flow: Flow, runId: string): Command[] {
  const nodes = [...flow.nodes.values()];
  const logs = nodes.flatMap((node) => (node.kind === "topic" ? logKeys(runId, nodeChannelKey(node.id), true).slots(node.settings.partitions).map(({ state }) => state) : []));
  const sources = nodes.filter(({ kind }) => kinds[kind].role === "source").map(({ id }) => sourceKey(runId, id));
  return [...keysOf(flow).map((key) => `${channelPrefix(runId, key)}:meta`), ...logs, ...sources].map((key) => ["exists", key]);
}
