import { afterEach, describe, expect, test } from "vitest";
import { bulk, type FakeRedis, startFakeRedis } from "../../tests/support/fake-redis.ts";
import { checkRedisServer } from "./check-server.ts";

let server: FakeRedis | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function fake(answers: Record<string, string>): Promise<string> {
  server = await startFakeRedis(answers);
  return server.url;
}

function info(version: string, policy: string): Record<string, string> {
  return { INFO: bulk(`# Server\r\nredis_version:${version}\r\nmaxmemory_policy:${policy}\r\n`) };
}

describe("a Redis of the user's own is checked before a run", () => {
  test("one that is new enough and never evicts is accepted", async () => {
    expect(await checkRedisServer(await fake(info("7.2.4", "noeviction")))).toEqual({ version: "7.2.4", policy: "noeviction" });
  });

  test("the policy may be unknown: some services do not tell it", async () => {
    const url = await fake({ INFO: bulk("redis_version:6.2.0\r\n") });
    expect(await checkRedisServer(url)).toEqual({ version: "6.2.0", policy: "unknown" });
  });

  test.each(["6.0.16", "5.0.14", "2.8.0"])("version %s is refused, and named", async (version) => {
    await expect(checkRedisServer(await fake(info(version, "noeviction")))).rejects.toMatchObject({
      code: "redis-too-old",
      message: expect.stringContaining(`is ${version}; Spillway needs 6.2`) as string,
    });
  });

  test("a policy that evicts is refused, with the command that mends it", async () => {
    await expect(checkRedisServer(await fake(info("7.0.15", "allkeys-lru")))).rejects.toMatchObject({
      code: "redis-evicts",
      message: expect.stringMatching(/allkeys-lru.*CONFIG SET maxmemory-policy noeviction/) as string,
    });
  });

  test.each([
    ["-NOAUTH Authentication required.\r\n", /wants a password/],
    ["-NOPERM this user has no permissions to run the 'info' command\r\n", /'info'.*scale-out/],
    ["-ERR max number of clients reached\r\n", /maxclients/],
    ["HTTP/1.1 400 Bad Request\r\n\r\n", /does not answer as a Redis/],
  ])("the reply %j is told in one line", async (reply, message) => {
    const refusal = checkRedisServer(await fake({ INFO: reply }));
    await expect(refusal).rejects.toMatchObject({ code: "redis-refused", message: expect.stringMatching(message) as string });
    await expect(refusal).rejects.toMatchObject({ message: expect.not.stringContaining("\n") as string });
  });

  test("a wrong password is told, and never shown", async () => {
    const url = (await fake({ AUTH: "-WRONGPASS invalid username-password pair\r\n" })).replace("//", "//:hunter2@");
    const refusal = checkRedisServer(url);
    await expect(refusal).rejects.toMatchObject({ code: "redis-refused", message: expect.stringContaining("user name or password") as string });
    await expect(refusal).rejects.toMatchObject({ message: expect.not.stringContaining("hunter2") as string });
  });

  test.each(["redis://127.0.0.1:1", "/nowhere/redis.sock"])("nothing at %s is told as such", async (url) => {
    await expect(checkRedisServer(url)).rejects.toMatchObject({ code: "redis-refused", message: expect.stringContaining("nothing listens") as string });
  });

  test.each(["http://localhost:6379", "localhost", ""])("%j is no address", async (url) => {
    await expect(checkRedisServer(url)).rejects.toMatchObject({ code: "wrong-use" });
  });

  test("one that never answers is given up within 5 s", async () => {
    const started = performance.now();
    await expect(checkRedisServer(await fake({ INFO: "" }))).rejects.toMatchObject({ code: "redis-refused" });
    expect(performance.now() - started).toBeLessThan(5500);
  }, 10_000);
});
