import { describe, expect, it } from "vitest";
import { eventOf } from "../../../tests/support/behaviours.ts";
import { Partitioner, partitionOfKey, STICKY_BYTES } from "./partitioner.ts";
import { recordSize } from "./record-size.ts";

/** 21 bytes of overhead and 79 of data. */
const HUNDRED_BYTES = "x".repeat(77);

describe("T1 the partition of an event", () => {
  it("T1 a key goes to (murmur2 of its UTF-8 bytes & 0x7fffffff) mod P", () => {
    // murmur2("foobar") is −790332482 (Apache Kafka's UtilsTest): without its sign bit 1357151166.
    expect(partitionOfKey("foobar", 4)).toBe(1357151166 % 4);
    expect(partitionOfKey("foobar", 7)).toBe(1357151166 % 7);
  });

  it("T1 keys are hashed by their bytes in UTF-8, not by their characters", () => {
    // Worked out with Kafka's algorithm over the bytes c3 a4, e2 82 ac and f0 9f 9a 80 (see murmur2.test.ts for its checksum).
    for (const key of ["ä", "€", "🚀", "Zürich", "東京"]) expect(partitionOfKey(key, 1000)).toBe(partitionOfBytes(Buffer.from(key, "utf8"), 1000));
  });

  it("T1 one key has one partition, whatever is between", () => {
    const partitioner = new Partitioner({ partitions: 5, unkeyed: "sticky" }, 1, "e1");
    for (let n = 0; n < 20_000; n++) {
      const key = `k${n % 12_000}`;
      expect(partitioner.partitionOf(eventOf(n, { key }))).toBe(partitionOfKey(key, 5));
    }
  });

  it("T1 round robin takes the partitions by turns from 0, keyed events aside", () => {
    const partitioner = new Partitioner({ partitions: 3, unkeyed: "round-robin" }, 1, "e1");
    const event = (n: number) => eventOf(n, n === 2 ? { key: "foobar" } : {});
    const turns = Array.from({ length: 7 }, (_, n) => (n === 2 ? partitioner.partitionOf(event(n)) - partitionOfKey("foobar", 3) : partitioner.partitionOf(event(n))));
    expect(turns).toEqual([0, 1, 0, 2, 0, 1, 2]);
  });

  it("T1 sticky stays until 16,384 bytes are reached, then draws evenly (KIP-794, adaptive off)", () => {
    expect(recordSize(eventOf(0, { data: HUNDRED_BYTES }))).toBe(100);
    const partitioner = new Partitioner({ partitions: 4, unkeyed: "sticky" }, 1, "e1");
    const perBatch = Math.ceil(STICKY_BYTES / 100);
    const batches = Array.from({ length: 400 }, (_, batch) => {
      const chosen = Array.from({ length: perBatch }, (_each, n) => partitioner.partitionOf(eventOf(batch * perBatch + n, { data: HUNDRED_BYTES })));
      expect(new Set(chosen).size).toBe(1);
      return chosen[0]!;
    });
    // Each a quarter: 100 ± 4 standard deviations of 8.7.
    for (const partition of [0, 1, 2, 3]) expect(Math.abs(batches.filter((each) => each === partition).length - 100)).toBeLessThan(35);
  });

  it("T1 E5 the draws depend on seed and edge alone", () => {
    const drawn = (seed: number, edge: string): number[] => {
      const partitioner = new Partitioner({ partitions: 9, unkeyed: "sticky" }, seed, edge);
      return Array.from({ length: 20 }, (_, n) => partitioner.partitionOf(eventOf(n, { data: "x".repeat(STICKY_BYTES) })));
    };
    expect(drawn(1, "e1")).toEqual(drawn(1, "e1"));
    expect(drawn(2, "e1")).not.toEqual(drawn(1, "e1"));
    expect(drawn(1, "e2")).not.toEqual(drawn(1, "e1"));
  });
});

/** MurmurHash2 once more, in whole numbers of any size, as Kafka's Java reads. */
function partitionOfBytes(bytes: Uint8Array, partitions: number): number {
  const int = (n: bigint): bigint => BigInt.asUintN(32, n);
  const M = 0x5bd1e995n;
  let h = int(0x9747b28cn ^ BigInt(bytes.length));
  const whole = bytes.length - (bytes.length % 4);
  for (let i = 0; i < whole; i += 4) {
    let k = int(BigInt(new DataView(bytes.buffer, bytes.byteOffset).getUint32(i, true)) * M);
    k = int((k ^ (k >> 24n)) * M);
    h = int(h * M) ^ k;
  }
  const left = bytes.subarray(whole);
  for (let i = left.length - 1; i >= 0; i--) h ^= BigInt(left[i]!) << BigInt(8 * i);
  if (left.length > 0) h = int(h * M);
  h = int((h ^ (h >> 13n)) * M);
  h ^= h >> 15n;
  return Number(h & 0x7fffffffn) % partitions;
}
