import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { once } from "node:events";
import { Redis } from "ioredis";
import { build } from "rolldown";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newAddress, removeAddress, type ServerAddress, urlOf } from "../../engine/redis/embedded/address.ts";
import { redisConfig } from "../../engine/redis/embedded/config.ts";
import { type EmbeddedRedis, type EmbeddedRedisOptions, type RedisState, startEmbeddedRedis } from "../../engine/redis/embedded/embedded-redis.ts";
import { findRedisBinary } from "../../engine/redis/embedded/find-binary.ts";
import { writeRecord } from "../../engine/redis/embedded/orphan.ts";
import { isAlive } from "../../engine/redis/embedded/process-identity.ts";
import { endServer, type ServerProcess, spawnServer } from "../../engine/redis/embedded/server-process.ts";
import { checkRedisServer } from "../../engine/redis/check-server.ts";

let dataFolder = "";
let cleanUps: (() => unknown)[] = [];

beforeEach(() => {
  dataFolder = realpathSync(mkdtempSync(join(tmpdir(), "spillway-test-")));
  cleanUps = [() => rmSync(dataFolder, { recursive: true, force: true })];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

async function start(options: EmbeddedRedisOptions = {}): Promise<EmbeddedRedis & { states: RedisState[] }> {
  const states: RedisState[] = [];
  const redis = await startEmbeddedRedis({ dataFolder, onState: (state) => states.push(state), ...options });
  cleanUps.push(() => redis.stop());
  return Object.assign(Object.create(redis) as EmbeddedRedis, { states });
}

/** One command on a connection of its own. */
async function ask(url: string, name: string, ...parameters: string[]): Promise<unknown> {
  const client = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on("error", () => undefined);
  try {
    return await client.call(name, ...parameters);
  } finally {
    client.disconnect();
  }
}

/** A server as a host that was killed leaves it behind. */
async function leaveOrphan(folder: string, recordIn = folder): Promise<{ server: ServerProcess; address: ServerAddress }> {
  const address = await newAddress();
  writeRecord(recordIn, address);
  const configPath = join(folder, "redis.conf");
  writeFileSync(configPath, redisConfig({ dataFolder: folder, address, appendFsync: "everysec" }));
  const server = spawnServer((await findRedisBinary()).path, configPath, { endsWithHost: false });
  cleanUps.push(async () => { await endServer(server, 1000); removeAddress(address); });
  await vi.waitFor(() => ask(urlOf(address), "PING"), { timeout: 10_000 });
  return { server, address };
}

const isPosix = process.platform !== "win32";

describe.skipIf(!isPosix)("an embedded Redis", () => {
  test("listens on a Unix socket alone, in a folder that is its owner's alone", async () => {
    const redis = await start();
    expect(redis.url).toBe(redis.socketPath);
    expect(redis.url.length).toBeLessThan(100);
    expect(statSync(dirname(redis.url)).mode & 0o777).toBe(0o700);
    expect(statSync(redis.url).mode & 0o777).toBe(0o700);
    expect(await ask(redis.url, "CONFIG", "GET", "port")).toEqual(["port", "0"]);
    expect(statSync(join(dataFolder, "redis.conf")).mode & 0o777).toBe(0o600);
  });

  test("writes every command to its own folder, evicts nothing and passes the check for a user's own", async () => {
    const redis = await start({ appendFsync: "always" });
    expect(await ask(redis.url, "CONFIG", "GET", "dir")).toEqual(["dir", dataFolder]);
    expect(await ask(redis.url, "CONFIG", "GET", "appendfsync")).toEqual(["appendfsync", "always"]);
    expect(await checkRedisServer(redis.url)).toMatchObject({ policy: "noeviction" });
    await ask(redis.url, "CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await expect(checkRedisServer(redis.url)).rejects.toMatchObject({ code: "redis-evicts" });
  });

  test("comes back by itself after SIGKILL, at the same address, with its data", async () => {
    const redis = await start();
    const { pid } = redis;
    await ask(redis.url, "SET", "kept", "yes");
    await redis.kill("SIGKILL");
    expect(redis.pid).toBeUndefined();
    await vi.waitUntil(() => redis.restarts === 1, { timeout: 10_000 });
    expect(await ask(redis.url, "GET", "kept")).toBe("yes");
    expect(redis.pid).not.toBe(pid);
    expect(redis.states.map((state) => state.status)).toEqual(["starting", "ready", "restarting", "ready"]);
  });

  test("stays down after a kill for as long as asked", async () => {
    const redis = await start();
    let letUp = () => undefined as void;
    await redis.kill("SIGKILL", () => new Promise((resolve) => { letUp = resolve; }));
    await expect(ask(redis.url, "PING")).rejects.toThrow();
    expect(redis.restarts).toBe(0);
    letUp();
    await vi.waitUntil(() => redis.restarts === 1, { timeout: 10_000 });
  });

  test("can be stopped while it is held down", async () => {
    const redis = await start();
    await redis.kill("SIGKILL", () => new Promise(() => undefined));
    await redis.stop();
    expect(existsSync(redis.url)).toBe(false);
  });

  test("uses a temporary folder, and says so, while another app has the data folder", async () => {
    const first = await start();
    const second = await start();
    expect(first.notice).toBeUndefined();
    expect(second.notice).toContain(`process ${process.pid}`);
    expect(second.notice).toContain(dataFolder);
    expect(second.dataFolder).not.toBe(dataFolder);
    await ask(first.url, "SET", "mine", "1");
    expect(await ask(second.url, "GET", "mine")).toBeNull();
    await second.stop();
    expect(existsSync(second.dataFolder)).toBe(false);
    expect(await ask(first.url, "GET", "mine")).toBe("1");
  });

  test("leaves neither process, socket, lock nor record behind when stopped, and may be stopped twice", async () => {
    const redis = await start();
    const pid = redis.pid ?? 0;
    await Promise.all([redis.stop(), redis.stop()]);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(dirname(redis.url))).toBe(false);
    expect(readdirSync(dataFolder).sort()).toEqual(["appendonlydir", "redis.conf"]);
  });

  test("whose data is damaged does not start, and says how to mend it", async () => {
    const before = await start();
    await ask(before.url, "SET", "kept", "yes");
    await before.stop();
    const file = readdirSync(join(dataFolder, "appendonlydir")).find((name) => name.endsWith(".incr.aof")) ?? "";
    const path = join(dataFolder, "appendonlydir", file);
    writeFileSync(path, `nonsense${readFileSync(path, "latin1")}`, "latin1");
    await expect(start()).rejects.toMatchObject({ code: "redis-lost", message: expect.stringContaining("damaged") as string });
    expect(existsSync(join(dataFolder, "spillway.lock"))).toBe(false);
  });

  test("says that the disk is full, and goes on by itself when it no longer is", async (context) => {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", dataFolder], { stdio: "ignore" });
    } catch {
      return context.skip("mounting a small disk needs root");
    }
    cleanUps.push(() => execFileSync("umount", [dataFolder]));
    const redis = await start();
    const filler = join(dataFolder, "filler");
    writeFileSync(filler, Buffer.alloc(1_900_000));
    await ask(redis.url, "SET", "big", "x".repeat(1_000_000)).catch(() => undefined);
    await vi.waitUntil(() => redis.states.at(-1)?.status === "failed", { timeout: 15_000 });
    expect(redis.states.at(-1)?.message).toMatch(/disk .*is full/);
    rmSync(filler);
    await vi.waitUntil(() => redis.states.at(-1)?.status === "ready", { timeout: 15_000 });
    expect(await ask(redis.url, "SET", "small", "x")).toBe("OK");
  });
});

describe.skipIf(!isPosix)("a server that a vanished host left behind", () => {
  test("is recognised by its data folder, used again, and watched like any other", async () => {
    const orphan = await leaveOrphan(dataFolder);
    await ask(urlOf(orphan.address), "SET", "kept", "yes");
    const redis = await start({ appendFsync: "always" });
    expect(redis.pid).toBe(orphan.server.pid);
    expect(redis.url).toBe(urlOf(orphan.address));
    expect(await ask(redis.url, "CONFIG", "GET", "appendfsync")).toEqual(["appendfsync", "always"]);
    await redis.kill("SIGKILL");
    await vi.waitUntil(() => redis.restarts === 1, { timeout: 10_000 });
    expect(await ask(redis.url, "GET", "kept")).toBe("yes");
  });

  test("is ended with the app that took it on", async () => {
    const orphan = await leaveOrphan(dataFolder);
    const redis = await start();
    await redis.stop();
    expect(isAlive(orphan.server.pid)).toBe(false);
    expect(existsSync(dirname(redis.url))).toBe(false);
  });

  test("is ended first when it does not answer: two servers never share a file", async () => {
    const orphan = await leaveOrphan(dataFolder);
    await ask(urlOf(orphan.address), "SET", "kept", "yes");
    orphan.server.signal("SIGSTOP");
    const redis = await start();
    expect(isAlive(orphan.server.pid)).toBe(false);
    expect(redis.pid).not.toBe(orphan.server.pid);
    expect(await ask(redis.url, "GET", "kept")).toBe("yes");
  });

  test("is left alone when it works in another folder", async () => {
    const elsewhere = join(dataFolder, "elsewhere");
    mkdirSync(elsewhere);
    const other = await leaveOrphan(elsewhere, dataFolder);
    writeFileSync(join(dataFolder, "redis.pid"), String(other.server.pid));
    const redis = await start();
    expect(redis.pid).not.toBe(other.server.pid);
    expect(isAlive(other.server.pid)).toBe(true);
    expect(await ask(urlOf(other.address), "PING")).toBe("PONG");
  });

  test("by SIGKILL loses nothing: the next start has the folder and the data", async () => {
    const host = await startHost();
    const { url, pid } = JSON.parse(await lineOf(host)) as { url: string; pid: number };
    await ask(url, "SET", "kept", "yes");
    host.kill("SIGKILL");
    await once(host, "exit");
    if (process.platform === "linux") await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 });
    const redis = await start();
    expect(redis.notice).toBeUndefined();
    expect(await ask(redis.url, "GET", "kept")).toBe("yes");
  });
});

/** The host of tests/support as a process of its own. */
async function startHost(): Promise<ChildProcess> {
  const root = join(import.meta.dirname, "..", "..");
  const file = join(root, "dist", `.test-host-${process.pid}`, "host.mjs");
  cleanUps.push(() => rmSync(dirname(file), { recursive: true, force: true }));
  await build({
    input: join(root, "tests", "support", "embedded-redis-host.ts"),
    platform: "node",
    external: ["ioredis"],
    output: { file, format: "esm" },
    logLevel: "warn",
  });
  const host = spawn(process.execPath, [file, dataFolder], { stdio: ["ignore", "pipe", "inherit"] });
  cleanUps.push(() => host.kill("SIGKILL"));
  return host;
}

async function lineOf(child: ChildProcess): Promise<string> {
  const [data] = (child.stdout === null ? [""] : await once(child.stdout, "data")) as [Buffer | string];
  return String(data);
}
