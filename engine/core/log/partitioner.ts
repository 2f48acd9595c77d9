import type { FlowEvent } from "../event.ts";
import { drawSite, uniform } from "../random.ts";
import { murmur2 } from "./murmur2.ts";
import { recordSize } from "./record-size.ts";

/** Bytes after which an emitter leaves a partition for the next: Kafka's default `batch.size` (KIP-794). */
export const STICKY_BYTES = 16_384;
/** Keys whose partition is remembered, because hashing one takes longer than looking it up. */
const MOST_KEYS = 10_000;

const utf8 = new TextEncoder();

/** The partition of a key, as Kafka's default partitioner computes it over its bytes in UTF-8 (rule T1). */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions;
}

/** What decides where events without a key go. */
export interface PartitionerSettings {
  readonly partitions: number;
  readonly unkeyed: "sticky" | "round-robin";
}

/**
 * Chooses the partitions for what one edge brings to a topic, as one Kafka producer does (rule T1). Keyed events by their key.
 * Unkeyed ones by turns, from partition 0 (RoundRobinPartitioner), or all to one partition until 16,384 bytes are reached,
 * then to another drawn evenly (KIP-794 with adaptive partitioning off); the draws are seeded (rule E5).
 */
export class Partitioner {
  private readonly known = new Map<string, number>();
  private readonly site: number;
  private switches = 0;
  private sticky: number;
  private stickyBytes = 0;
  private turn = 0;

  constructor(
    private readonly settings: PartitionerSettings,
    seed: number,
    edge: string,
    /** How many events each one stands for (rule F6): together they fill batches as if they came one by one. */
    private readonly eachStandsFor = 1,
  ) {
    this.site = drawSite(seed, edge, "partition");
    this.sticky = this.drawn();
  }

  partitionOf(event: Pick<FlowEvent, "key" | "data" | "headers">): number {
    const { partitions, unkeyed } = this.settings;
    if (event.key !== undefined) return this.ofKey(event.key);
    if (partitions === 1) return 0;
    if (unkeyed === "round-robin") return this.turn++ % partitions;
    const { sticky } = this;
    const bytes = recordSize(event) * this.eachStandsFor;
    this.stickyBytes += bytes;
    if (this.stickyBytes >= STICKY_BYTES) {
      this.stickyBytes = 0;
      this.sticky = this.isSeveralBatches(bytes) ? this.turn++ % partitions : this.drawn();
    }
    return sticky;
  }

  /** What stands for more than a batch would be spread: only as many are drawn as make the partitions as uneven as single batches do. */
  private isSeveralBatches(bytes: number): boolean {
    return bytes > STICKY_BYTES && uniform(this.site, this.switches++, 1, 0) >= STICKY_BYTES / bytes;
  }

  private ofKey(key: string): number {
    let partition = this.known.get(key);
    if (partition === undefined) {
      partition = partitionOfKey(key, this.settings.partitions);
      if (this.known.size >= MOST_KEYS) this.known.clear();
      this.known.set(key, partition);
    }
    return partition;
  }

  private drawn(): number {
    return Math.floor(uniform(this.site, this.switches++, 0, 0) * this.settings.partitions);
  }
}
