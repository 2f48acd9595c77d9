import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedRedis, type EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { rawHops } from "./raw-hops.ts";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/**
 * Measures `ours` and the raw BullMQ pipeline by turns on one Redis of its own, hops per second of each round; which of the two goes first
 * alternates, so that a slow moment of the machine hits both.
 */
export async function besideRawBullmq(ours: (redis: EmbeddedRedis, round: number) => Promise<number>): Promise<{ spillway: number[]; rawBullmq: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), "spillway-bench-"));
  const redis = await startEmbeddedRedis({ dataFolder: folder });
  try {
    const spillway: number[] = [];
    const rawBullmq: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const first = round % 2 === 0;
      if (first) rawBullmq.push(await rawHops(redis));
      spillway.push(await ours(redis, round));
      if (!first) rawBullmq.push(await rawHops(redis));
    }
    return { spillway, rawBullmq };
  } finally {
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
