import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { ratioOfPairs, report } from "./output.ts";
import { ourHops } from "./our-hops.ts";
import { CONCURRENCY, COUNT } from "./raw-hops.ts";

/** What an audit costs (rule E4): the same pipeline with and without one, by turns on one Redis; which goes first alternates. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

const folder = await mkdtemp(join(tmpdir(), "spillway-bench-"));
const redis = await startEmbeddedRedis({ dataFolder: folder });
const [audited, plain]: [number[], number[]] = [[], []];
try {
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [true, false] : [false, true];
    for (const isAudited of order) (isAudited ? audited : plain).push(await ourHops(redis, `bench${round}`, isAudited));
  }
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
report("audit", { unit: "hops/s", audited, plain, ratio: ratioOfPairs(audited, plain), hops: COUNT * 3, concurrency: CONCURRENCY });
