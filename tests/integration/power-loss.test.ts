import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import type { AppendFsync } from "../../engine/redis/embedded/config.ts";
import { startEmbeddedRedis, type EmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { losePower } from "../../engine/redis/embedded/power-loss.ts";
import { until } from "../support/until.ts";

const folders: string[] = [];
const servers: EmbeddedRedis[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function started(appendFsync: AppendFsync): Promise<EmbeddedRedis> {
  const dataFolder = await mkdtemp(join(tmpdir(), "spillway-power-"));
  folders.push(dataFolder);
  const server = await startEmbeddedRedis({ dataFolder, appendFsync });
  servers.push(server);
  return server;
}

/** Writes two numbers together, one transaction after the other, until Redis is gone; tells the last that was answered. */
function writer(server: EmbeddedRedis): { answered: () => number; over: Promise<void> } {
  const redis = new Redis({ path: server.url, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on("error", () => {});
  let last = 0;
  const over = (async () => {
    for (let n = 1; ; n++) {
      const results = await redis.multi().set("a", n).set("b", n).exec().catch(() => undefined);
      if (!results || results.some(([error]) => error)) return redis.disconnect();
      last = n;
    }
  })();
  return { answered: () => last, over };
}

async function numbers(server: EmbeddedRedis): Promise<number[]> {
  const redis = new Redis({ path: server.url, maxRetriesPerRequest: null });
  const values = await redis.mget("a", "b");
  redis.disconnect();
  return values.map(Number);
}

describe("a power cut", () => {
  it("O4 loses what had not reached the disk, and nothing from before; no transaction is cut in two, nor comes to life later", async () => {
    const server = await started("everysec");
    const before = writer(server);
    await until("some is written", () => before.answered() > 50);
    const atSync = before.answered();
    const loss = await losePower(server, { unsyncedMs: 100 });
    await before.over;
    await until("it is back", () => server.restarts === 1);
    const [a = 0, b] = await numbers(server);
    expect(b).toBe(a);
    expect(a).toBeGreaterThanOrEqual(atSync);
    expect(a).toBeLessThan(before.answered());
    expect(loss.lostBytes).toBeGreaterThan(0);
    await server.kill("SIGKILL");
    await until("it is back again", () => server.restarts === 2);
    expect(await numbers(server)).toEqual([a, a]);
  });

  it("O4 loses nothing that was answered where every write is synced", async () => {
    const server = await started("always");
    const before = writer(server);
    await until("some is written", () => before.answered() > 50);
    await losePower(server);
    await before.over;
    await until("it is back", () => server.restarts === 1);
    const [a = 0, b] = await numbers(server);
    expect(b).toBe(a);
    expect(a).toBeGreaterThanOrEqual(before.answered());
  });
});
