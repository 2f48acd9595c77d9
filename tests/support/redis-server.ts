import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis } from "ioredis";

/** A bare redis-server on a loopback port, as somebody else's would be: no files, no password. */
export interface BareRedis {
  readonly port: number;
  /** A connection of the administrator. */
  readonly admin: Redis;
  close(): Promise<void>;
}

export async function startBareRedis(): Promise<BareRedis> {
  const port = await freePort();
  const server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"], { stdio: "ignore" });
  const admin = new Redis({ port, host: "127.0.0.1", maxRetriesPerRequest: null, retryStrategy: () => 50 });
  admin.on("error", () => {});
  await admin.ping();
  return {
    port,
    admin,
    async close() {
      admin.disconnect();
      server.kill("SIGKILL");
      await once(server, "exit");
    },
  };
}

/** A port of loopback that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

/** A redis-server, or what else its program can be, that a test started. */
export interface RedisProcess {
  readonly pid: number;
  /** Ends it at once; resolves when it has ended. */
  end(): Promise<void>;
}

/** Starts a server with these parameters. */
export function startRedisProcess(parameters: readonly string[]): RedisProcess {
  const server = spawn("redis-server", parameters, { stdio: "ignore" });
  const ended = once(server, "exit");
  return {
    pid: server.pid ?? 0,
    async end() {
      server.kill("SIGKILL");
      await ended;
    },
  };
}
