import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findRedisBinary } from "./find-binary.ts";

let folder = "";
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "spillway-test-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that only tells its version. */
function binary(path: string, version: string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, `#!/bin/sh\necho "Redis server v=${version} sha=00000000:0 malloc=libc bits=64"\n`);
  chmodSync(full, 0o755);
  return full;
}

function search(environment: NodeJS.ProcessEnv = {}) {
  return { environment, usualFolders: [join(folder, "usual")], resourcesFolder: join(folder, "resources") };
}

describe.skipIf(process.platform === "win32")("the embedded server's binary", () => {
  test("comes from the packaged app first, then the PATH, then the usual folders", async () => {
    const usual = binary("usual/redis-server", "7.0.0");
    expect(await findRedisBinary(search())).toEqual({ path: usual, version: "7.0.0" });
    const onPath = binary("bin/redis-server", "7.0.1");
    expect((await findRedisBinary(search({ PATH: join(folder, "bin") }))).path).toBe(onPath);
    const packaged = binary("resources/redis/redis-server", "7.0.2");
    expect((await findRedisBinary(search({ PATH: join(folder, "bin") }))).path).toBe(packaged);
  });

  test("may be Valkey", async () => {
    const path = binary("usual/valkey-server", "8.1.0");
    expect(await findRedisBinary(search())).toEqual({ path, version: "8.1.0" });
  });

  test("is the one that was asked for, and no other", async () => {
    binary("usual/redis-server", "7.0.0");
    const named = binary("own/my-redis", "6.2.0");
    expect((await findRedisBinary(search({ SPILLWAY_REDIS_BINARY: named }))).path).toBe(named);
    const missing = findRedisBinary(search({ SPILLWAY_REDIS_BINARY: join(folder, "none") }));
    await expect(missing).rejects.toMatchObject({ code: "redis-missing", message: expect.stringContaining(join(folder, "none")) as string });
  });

  test("is not one that is too old while there is a newer one", async () => {
    binary("bin/redis-server", "6.0.16");
    const newer = binary("usual/redis-server", "6.2.14");
    expect((await findRedisBinary(search({ PATH: join(folder, "bin") }))).path).toBe(newer);
  });

  test("that is too old is named with its version", async () => {
    binary("usual/redis-server", "6.0.16");
    await expect(findRedisBinary(search())).rejects.toMatchObject({ code: "redis-too-old", message: expect.stringMatching(/redis-server is Redis 6\.0\.16.*6\.2/) as string });
  });

  test("that is missing is told with the ways on", async () => {
    await expect(findRedisBinary(search())).rejects.toMatchObject({
      code: "redis-missing",
      message: "No Redis or Valkey server (6.2 or newer) is installed.",
      hint: expect.stringMatching(/SPILLWAY_REDIS_BINARY.*--redis URL/) as string,
    });
  });
});
