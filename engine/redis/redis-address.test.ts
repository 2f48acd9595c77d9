import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addressWithoutSecrets, completedAddress, hasSecret, isOnThisMachine, parseRedisAddress, redisName } from "./redis-address.ts";

describe("addresses of a Redis", () => {
  test.each([
    ["/run/redis.sock", { kind: "socket", path: "/run/redis.sock" }],
    ["redis://host", { kind: "single", hosts: [{ host: "host", port: 6379 }], db: 0 }],
    ["redis://:p%40ss@[::1]:7000/3", { kind: "single", hosts: [{ host: "::1", port: 7000 }], password: "p@ss", db: 3 }],
    ["rediss://ann:secret@host?ca=/a.pem&servername=redis", { kind: "single", username: "ann", password: "secret", tls: { ca: "/a.pem", servername: "redis" } }],
    ["redis+sentinel://a:1,b/orders?db=2&sentinel-password=x", { kind: "sentinel", hosts: [{ host: "a", port: 1 }, { host: "b", port: 26_379 }], name: "orders", db: 2, sentinel: { password: "x" } }],
    ["rediss+cluster://u:p@a,b:7001", { kind: "cluster", hosts: [{ host: "a", port: 6379 }, { host: "b", port: 7001 }], username: "u", password: "p", tls: {} }],
  ])("%s is understood", (text, expected) => {
    expect(parseRedisAddress(text)).toMatchObject(expected);
  });

  test.each(["http://host", "host:6379", "", "redis://", "redis://a,b", "redis+sentinel://a", "redis+cluster://a/1", "redis://host/one", "redis://host?timeout=1", "redis://:hunter2#x@host", "redis://:hunter2/x@host"])(
    "%s is refused, without what may be a password",
    (text) => {
      expect(() => parseRedisAddress(text)).toThrow(expect.objectContaining({ code: "wrong-use", message: expect.not.stringContaining("hunter2") as string }) as Error);
    },
  );

  test("are named without their secrets", () => {
    expect(redisName("rediss://ann:hunter2@host:7000/1")).toBe("host:7000");
    expect(redisName("redis+sentinel://:hunter2@a,b/orders?sentinel-password=hunter2")).toBe("orders (sentinels a:26379,b:26379)");
    expect(redisName("redis+cluster://:hunter2@a,b")).toBe("a:6379,b:6379 (cluster)");
  });

  test("are told to other machines without user, passwords and files", () => {
    expect(addressWithoutSecrets("rediss://ann:hunter2@host:7000/1?ca=/home/ann/ca.pem&servername=redis.lan")).toBe("rediss://host:7000/1?servername=redis.lan");
    expect(addressWithoutSecrets("redis+sentinel://:hunter2@a,b/orders?db=2&sentinel-password=hunter2")).toBe("redis+sentinel://a,b/orders?db=2");
    expect(addressWithoutSecrets("/tmp/redis.sock")).toBe("/tmp/redis.sock");
  });

  test("lead no farther than this machine, or do", () => {
    expect(["/tmp/redis.sock", "redis://localhost", "redis://127.0.0.1:7000", "redis://[::1]", "redis+cluster://127.0.0.1:1,127.0.0.2:2"].map(isOnThisMachine)).not.toContain(false);
    expect(["redis://10.0.0.5", "rediss://redis.lan", "redis+sentinel://127.0.0.1,10.0.0.5/orders"].map(isOnThisMachine)).not.toContain(true);
  });

  test("hold a secret or not", () => {
    expect(["redis://:x@host", "rediss+cluster://a:b@host,host", "redis+sentinel://host/n?sentinel-password=x"].map(hasSecret)).toEqual([true, true, true]);
    expect(["redis://host", "/a@b.sock", "--zones=a@b", "redis://host?db=1"].map(hasSecret)).toEqual([false, false, false, false]);
  });

  test("are completed from the environment and from files, so that no secret need stand in them; what stands in them goes first", () => {
    const folder = mkdtempSync(join(tmpdir(), "spillway-address-"));
    const file = join(folder, "password");
    writeFileSync(file, "p/s#\n");
    const completed = completedAddress("rediss+sentinel://a,b/orders?cert=/mine.pem", {
      SPILLWAY_REDIS_USERNAME: "ann",
      SPILLWAY_REDIS_PASSWORD_FILE: file,
      SPILLWAY_REDIS_CA: "/ca.pem",
      SPILLWAY_REDIS_CERT: "/other.pem",
      SPILLWAY_REDIS_SENTINEL_PASSWORD: "q&",
    });
    rmSync(folder, { recursive: true });
    expect(parseRedisAddress(completed)).toMatchObject({ username: "ann", password: "p/s#", tls: { ca: "/ca.pem", cert: "/mine.pem" }, sentinel: { password: "q&" }, name: "orders" });
    expect(completedAddress("redis://:own@host/2", { SPILLWAY_REDIS_PASSWORD: "other", SPILLWAY_REDIS_CA: "/ca.pem" })).toBe("redis://:own@host/2");
    expect(completedAddress("/run/redis.sock", { SPILLWAY_REDIS_PASSWORD: "other" })).toBe("/run/redis.sock");
    expect(() => completedAddress("redis://host", { SPILLWAY_REDIS_PASSWORD_FILE: "/nowhere" })).toThrow(/\/nowhere/);
  });
});
