import type { Envelope } from "../core/event.ts";
import { connect, onServerBack, type RedisClient } from "./connection.ts";
import { fieldOf, offsetOf, type LogKeys } from "./log-keys.ts";

/** Entries that are read of a partition at once. */
const MOST_ENTRIES = 16;
/** How long a read waits for something to come, ms. */
const BLOCK_MS = 1000;
/** How often a waiting read is told to look again until it does, ms. */
const UNBLOCK_AGAIN_MS = 5;

/** An entry of a partition's stream. */
export interface Entry {
  readonly id: string;
  readonly offset: number;
  /** Bytes of the partition, these events included. */
  readonly bytes: number;
  readonly envelopes: readonly Envelope[];
}

/** Who wants entries of a partition. */
export interface Fetching {
  readonly partition: number;
  /** Id of the last entry that it has; undefined while it wants none. */
  readonly after: string | undefined;
  take(entries: readonly Entry[]): void;
}

/** Reads the partitions of one topic whose keys lie together for one process, over a connection of its own, waiting for what is to come. */
export class LogFetcher {
  private readonly redis: RedisClient;
  private readonly wanting = new Set<Fetching>();
  private clientId: number | undefined;
  private isBlocked = false;
  private isClosed = false;
  private wakeUp: (() => void) | undefined;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    url: string,
    private readonly commands: RedisClient,
    private readonly keys: LogKeys,
    private readonly onError: (error: Error) => void,
    /** The connection was lost and is back: what Redis had not kept is gone. */
    onReconnected: () => void,
  ) {
    this.redis = connect(url, onError);
    let wasReady = false;
    onServerBack(this.redis, () => {
      this.clientId = undefined;
      if (wasReady) onReconnected();
      wasReady = true;
    });
    void this.run();
  }

  add(fetching: Fetching): void {
    this.wanting.add(fetching);
    this.look();
  }

  remove(fetching: Fetching): void {
    this.wanting.delete(fetching);
  }

  /** Has it look again who wants what. */
  look(): void {
    this.wakeUp?.();
    if (!this.isBlocked || this.again || this.keys.isSpread) return;
    this.unblock();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.again);
    this.wakeUp?.();
    this.redis.disconnect();
  }

  private unblock(): void {
    this.again = undefined;
    if (!this.isBlocked || this.isClosed) return;
    if (this.clientId !== undefined) void this.commands.client("UNBLOCK", this.clientId).catch(this.onError);
    this.again = setTimeout(() => this.unblock(), UNBLOCK_AGAIN_MS);
  }

  private async run(): Promise<void> {
    while (!this.isClosed) {
      const wanting = [...this.wanting].filter(({ after }) => after !== undefined);
      try {
        if (wanting.length === 0) await new Promise<void>((resolve) => (this.wakeUp = resolve));
        else await this.read(wanting);
      } catch (error) {
        if (this.isClosed) return;
        this.onError(error as Error);
        await new Promise((resolve) => setTimeout(resolve, UNBLOCK_AGAIN_MS));
      }
      this.wakeUp = undefined;
    }
  }

  private async read(wanting: readonly Fetching[]): Promise<void> {
    // A cluster's nodes have numbers of their own, and a reader there reads one partition: it need not be told to look again.
    if (!this.keys.isSpread) this.clientId ??= await this.redis.client("ID");
    this.isBlocked = true;
    const streams = wanting.map(({ partition }) => this.keys.of(partition).stream);
    const asked = wanting.map(({ after }) => after ?? "$");
    const reply = await this.redis.xread("COUNT", MOST_ENTRIES, "BLOCK", BLOCK_MS, "STREAMS", ...streams, ...asked);
    this.isBlocked = false;
    clearTimeout(this.again);
    this.again = undefined;
    for (const [stream, entries] of reply ?? []) {
      const index = streams.indexOf(stream);
      const fetching = wanting[index];
      // Who began anew meanwhile, elsewhere, would miss what lies between.
      if (fetching && this.wanting.has(fetching) && fetching.after === asked[index]) fetching.take(entries.map(([id, fields]) => entryOf(id, fields)));
    }
  }
}

function entryOf(id: string, fields: readonly string[]): Entry {
  return { id, offset: offsetOf(id), bytes: Number(fieldOf(fields, "b") ?? 0), envelopes: JSON.parse(fieldOf(fields, "e") ?? "[]") as Envelope[] };
}
