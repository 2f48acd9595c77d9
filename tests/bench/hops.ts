import { report, ratioOfPairs } from "./output.ts";
import { ourHops } from "./our-hops.ts";
import { CONCURRENCY, COUNT } from "./raw-hops.ts";
import { besideRawBullmq } from "./rounds.ts";

const rounds = await besideRawBullmq((redis, round) => ourHops(redis, `bench${round}`));
report("queue-hops", { unit: "hops/s", ...rounds, ratio: ratioOfPairs(rounds.spillway, rounds.rawBullmq), aim: 0.95, hops: COUNT * 3, concurrency: CONCURRENCY });
