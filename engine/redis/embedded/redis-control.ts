import type { RedisControl } from "../../core/environment.ts";
import { connectOnce } from "./connection.ts";
import type { EmbeddedRedis } from "./embedded-redis.ts";
import { losePower } from "./power-loss.ts";

/** How long the server may take to answer, ms. */
const ANSWER_MS = 5000;

/** Settings that experiments change (rule O4), as they are otherwise. */
export const UNBROKEN = { maxmemory: "0", "min-replicas-to-write": "0" } as const;

type Server = Pick<EmbeddedRedis, "url" | "dataFolder" | "appendFsync" | "pid" | "kill">;

/** What experiments may do to an embedded server. */
export function controlOf(server: Server): RedisControl {
  return {
    get pid() { return server.pid; },
    kill: (until) => server.kill("SIGKILL", () => until),
    losePower: async (unsyncedMs, until) => (await losePower(server, { unsyncedMs, whileDown: () => until })).lostBytes,
    async configure(settings) {
      const redis = await connectOnce(server.url, ANSWER_MS);
      try {
        for (const [name, value] of Object.entries(settings)) await redis.config("SET", name, value);
      } finally {
        redis.disconnect();
      }
    },
  };
}
