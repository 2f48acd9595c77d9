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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}
