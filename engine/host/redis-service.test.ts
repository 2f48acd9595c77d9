import { describe, expect, test } from "vitest";
import { AppError } from "../../design/errors.ts";
import type { EmbeddedRedisOptions, RedisState } from "../redis/embedded/embedded-redis.ts";
import { createEmbeddedRedis, createExternalRedis, type RedisStatus } from "./redis-service.ts";

/** Lets promises that are already settled be seen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe("the user's own Redis", () => {
  test("is looked at right away, and named external when it will do", async () => {
    const states: RedisStatus[] = [];
    const redis = createExternalRedis("redis://host:1", async () => {});
    redis.onState((state) => states.push(state));
    expect(redis.state()).toEqual({ status: "starting" });
    expect(await redis.url()).toBe("redis://host:1");
    expect(states).toEqual([{ status: "external" }]);
  });

  test("that will not do is said to in one line, and looked at anew before the next run", async () => {
    let isThere = false;
    const redis = createExternalRedis("redis://host:1", async () => {
      if (!isThere) throw new AppError("redis-refused", "Redis at host:1 is not there.");
    });
    await expect(redis.url()).rejects.toMatchObject({ code: "redis-refused" });
    expect(redis.state()).toEqual({ status: "failed", message: "Redis at host:1 is not there." });
    isThere = true;
    expect(await redis.url()).toBe("redis://host:1");
    expect(redis.state()).toEqual({ status: "external" });
  });
});

/** A server that starts when the test says so. */
function setUp() {
  const starts: { options: EmbeddedRedisOptions; ready(notice?: string): void; fail(error: unknown): void }[] = [];
  let stops = 0;
  const redis = createEmbeddedRedis(
    () => ({ dataFolder: "/data" }),
    (options) =>
      new Promise((resolve, reject) => {
        starts.push({
          options,
          ready: (notice) => resolve({ url: `/run/${starts.length}.sock`, notice, stop: async () => void stops++ }),
          fail: reject,
        });
      }),
  );
  const states: RedisStatus[] = [];
  redis.onState((state) => states.push(state));
  return { redis, starts, states, stops: () => stops };
}

describe("the embedded Redis", () => {
  test("starts in the background; who needs it waits for it", async () => {
    const { redis, starts, states } = setUp();
    await settle();
    expect(starts).toMatchObject([{ options: { dataFolder: "/data" } }]);
    const url = redis.url();
    starts[0]?.ready();
    expect(await url).toBe("/run/1.sock");
    expect(states).toEqual([{ status: "ready" }]);
    expect(await redis.url()).toBe("/run/1.sock");
    expect(starts).toHaveLength(1);
  });

  test("tells when it is restarted, once each, without its process id", async () => {
    const { starts, states } = setUp();
    await settle();
    starts[0]?.ready("It keeps its data elsewhere.");
    await settle();
    const tell = (status: RedisState["status"], message?: string) => starts[0]?.options.onState?.({ status, message, pid: 7, restarts: 1 });
    tell("restarting", "Redis ended and is started again.");
    tell("restarting", "Redis ended and is started again.");
    tell("ready");
    expect(states).toEqual([
      { status: "ready", message: "It keeps its data elsewhere." },
      { status: "restarting", message: "Redis ended and is started again." },
      { status: "ready" },
    ]);
  });

  test("that cannot start says why with its hint, and is tried anew: it may have been installed meanwhile", async () => {
    const { redis, starts, states } = setUp();
    await settle();
    starts[0]?.fail(new AppError("redis-missing", "No Redis is installed.", { hint: "Install it." }));
    await settle();
    expect(states).toEqual([{ status: "failed", message: "No Redis is installed. Install it." }]);
    const url = redis.url();
    await settle();
    starts[1]?.ready();
    expect(await url).toBe("/run/2.sock");
    expect(redis.state()).toEqual({ status: "ready" });
  });

  test("is stopped with the host, also while it starts, and is not started again", async () => {
    const { redis, starts, stops } = setUp();
    await settle();
    const closed = redis.close();
    starts[0]?.ready();
    await closed;
    expect(stops()).toBe(1);
    await expect(redis.url()).rejects.toMatchObject({ code: "redis-lost" });
    expect(starts).toHaveLength(1);
  });
});
