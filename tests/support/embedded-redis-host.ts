import { startEmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";

/** A host to be killed: starts an embedded Redis in the folder it is given and tells its address and pid. */
const redis = await startEmbeddedRedis({ dataFolder: process.argv[2] ?? "" });
process.stdout.write(`${JSON.stringify({ url: redis.url, pid: redis.pid })}\n`);
