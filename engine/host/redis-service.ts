import type { RedisControl } from "../core/environment.ts";
import { AppError, isAppError } from "../../design/errors.ts";
import type { StreamItem } from "../contract/api.ts";
import { removeAbandonedRuns } from "../redis/abandoned-runs.ts";
import { checkRedisServer } from "../redis/check-server.ts";
import { completedAddress } from "../redis/redis-address.ts";
import { startEmbeddedRedis, type EmbeddedRedis, type EmbeddedRedisOptions } from "../redis/embedded/embedded-redis.ts";
import { userMessage } from "./user-message.ts";

export type RedisStatus = StreamItem<"redis">;

/** The Redis that live runs use: the embedded one or the user's own. */
export interface RedisService {
  state(): RedisStatus;
  onState(listener: (state: RedisStatus) => void): void;
  /** Its address once it can be used. After a failure it is tried anew. Rejects with an AppError that says why not. */
  url(): Promise<string>;
  /** How experiments break it on purpose; undefined for the user's own, and before it runs. */
  control?(): RedisControl | undefined;
  /** Ends an embedded server. Idempotent. */
  close(): Promise<void>;
}

/** The user's own Redis at `url`, completed by the environment: looked at now and before every run, never started or stopped. */
export function createExternalRedis(url: string, check: (url: string) => Promise<unknown> = checkRedisServer, environment: NodeJS.ProcessEnv = {}): RedisService {
  const status = createStatus();

  async function checked(): Promise<string> {
    try {
      const address = completedAddress(url, environment);
      await check(address);
      status.set({ status: "external" });
      return address;
    } catch (error) {
      status.set({ status: "failed", message: userMessage(error) });
      throw error;
    }
  }

  checked().catch(() => {});
  return { state: status.get, onState: status.listen, url: checked, close: async () => {} };
}

/** What is used of an embedded server. */
type Server = Pick<EmbeddedRedis, "url" | "notice" | "stop"> & Partial<Pick<EmbeddedRedis, "control">>;

/** Starts the embedded server without what runs of a killed host left in it. */
async function startClean(options: EmbeddedRedisOptions): Promise<EmbeddedRedis> {
  const server = await startEmbeddedRedis(options);
  await removeAbandonedRuns(server.url);
  return server;
}

/** An embedded Redis that is started in the background right away, so that the first run need not wait for it. */
export function createEmbeddedRedis(
  options: () => Promise<EmbeddedRedisOptions> | EmbeddedRedisOptions,
  start: (options: EmbeddedRedisOptions) => Promise<Server> = startClean,
): RedisService {
  const status = createStatus();
  let control: RedisControl | undefined;
  let server = launch();
  let closed = false;

  async function launch(): Promise<Server> {
    try {
      const started = await start({ ...(await options()), onState: ({ status: word, message }) => status.set({ status: word, message }) });
      status.set({ status: "ready", message: started.notice });
      control = started.control;
      return started;
    } catch (error) {
      status.set({ status: "failed", message: userMessage(error) });
      throw error;
    }
  }

  server.catch(() => {});
  return {
    state: status.get,
    onState: status.listen,
    async url() {
      if (closed) throw new AppError("redis-lost", "Redis is being stopped.");
      try {
        return (await server).url;
      } catch (error) {
        if (!isAppError(error)) throw error;
        // What was missing may have been installed meanwhile.
        server = launch();
        server.catch(() => {});
        return (await server).url;
      }
    },
    control: () => control,
    async close() {
      closed = true;
      await server.then((started) => started.stop(), () => {});
    },
  };
}

function createStatus() {
  const listeners = new Set<(state: RedisStatus) => void>();
  let current: RedisStatus = { status: "starting" };
  return {
    get: () => current,
    listen: (listener: (state: RedisStatus) => void) => void listeners.add(listener),
    set({ status, message }: RedisStatus) {
      if (status === current.status && message === current.message) return;
      current = message === undefined ? { status } : { status, message };
      for (const listener of listeners) listener(current);
    },
  };
}
