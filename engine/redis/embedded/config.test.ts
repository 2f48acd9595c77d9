import { expect, test } from "vitest";
import { newAddress, newSocketAddress, removeAddress, urlOf } from "./address.ts";
import { redisConfig } from "./config.ts";

test("a socket server has no port, and its socket is its owner's alone", () => {
  const address = { kind: "socket", socketPath: "/run/s/redis.sock", folder: "/run/s" } as const;
  const lines = redisConfig({ dataFolder: "/data", address, appendFsync: "everysec" }).split("\n");
  expect(lines).toEqual(expect.arrayContaining(["port 0", "unixsocket /run/s/redis.sock", "unixsocketperm 700"]));
  expect(urlOf(address)).toBe("/run/s/redis.sock");
});

test("on Windows it listens on loopback only, with a long random password", async () => {
  const address = await newAddress("win32");
  const lines = redisConfig({ dataFolder: "C:\\Data", address, appendFsync: "everysec" }).split("\n");
  expect(lines).toContain("bind 127.0.0.1");
  expect(lines).toContainEqual(expect.stringMatching(/^port [1-9]\d+$/));
  expect(lines).toContainEqual(expect.stringMatching(/^requirepass [0-9a-f]{48}$/));
  expect(urlOf(address)).toMatch(/^redis:\/\/:[0-9a-f]{48}@127\.0\.0\.1:\d+$/);
});

test("every write is logged, nothing is snapshot or evicted", () => {
  const address = { kind: "socket", socketPath: "/run/s/redis.sock", folder: "/run/s" } as const;
  const lines = redisConfig({ dataFolder: "/data", address, appendFsync: "always" }).split("\n");
  expect(lines).toEqual(expect.arrayContaining(["appendonly yes", "appendfsync always", 'save ""', "maxmemory-policy noeviction"]));
});

test("a path with spaces, quotes or backslashes stays one argument", () => {
  const address = { kind: "socket", socketPath: "/run/s/redis.sock", folder: "/run/s" } as const;
  const config = redisConfig({ dataFolder: 'C:\\My "Data"', address, appendFsync: "everysec" });
  expect(config).toContain('dir "C:\\\\My \\"Data\\""\n');
});

test("a parent folder whose path is too long for a socket is passed over", () => {
  const address = newSocketAddress([undefined, `/tmp/${"long/".repeat(30)}`, "/tmp"]);
  expect(urlOf(address).length).toBeLessThan(100);
  removeAddress(address);
});

test("without any short folder the refusal says what to set", () => {
  expect(() => newSocketAddress(["/nowhere"])).toThrow(/TMPDIR/);
});
