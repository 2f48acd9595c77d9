import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A command on its way to Redis at which something happens, once. */
export interface CrashPoint {
  /** Texts that what is sent contains, all of them. */
  readonly sent: readonly string[];
  /** Whether Redis still gets it; its answer nobody does. */
  readonly arrives: boolean;
}

/** A Redis as its clients see it, through which every command passes. */
export interface RedisProxy {
  /** Socket of the proxy. */
  readonly url: string;
  /** Points that were met, in order. */
  readonly met: readonly CrashPoint[];
  close(): void;
}

/** Passes everything on to the Redis at a socket; `crash` is called at each point, one after the other in their order. */
export async function startRedisProxy(redisUrl: string, points: readonly CrashPoint[], crash: () => void): Promise<RedisProxy> {
  const url = join(tmpdir(), `spillway-proxy-${process.pid}-${Math.random().toString(36).slice(2, 8)}.sock`);
  const met: CrashPoint[] = [];
  const server = createServer((client) => {
    const redis = connect(redisUrl);
    let crashing = false;
    client.on("data", (sent: Buffer) => {
      if (crashing) return;
      const point = points[met.length];
      if (point?.sent.every((text) => sent.includes(text))) {
        met.push(point);
        crashing = true;
        if (point.arrives) redis.write(sent);
        else crash();
        return;
      }
      redis.write(sent);
    });
    redis.on("data", (answer: Buffer) => {
      if (!crashing) return void client.write(answer);
      redis.destroy();
      crash();
    });
    client.on("close", () => redis.destroy());
    redis.on("close", () => client.destroy());
    for (const end of [client, redis]) end.on("error", () => {});
  });
  await new Promise<void>((resolve) => void server.listen(url, resolve));
  return {
    url,
    met,
    close() {
      server.close();
      rmSync(url, { force: true });
    },
  };
}
