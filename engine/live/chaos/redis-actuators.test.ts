import { expect, it } from "vitest";
import type { RedisControl } from "../../core/environment.ts";
import { configureRedis, killRedis } from "./redis-actuators.ts";

function server(pid: number | undefined): RedisControl & { pid: number | undefined; readonly set: Record<string, string>[] } {
  const set: Record<string, string>[] = [];
  return { pid, set, kill: () => Promise.resolve(), losePower: () => Promise.resolve(0), configure: async (settings) => void set.push(settings) };
}

it("O4 another Redis than Spillway's own is not touched, nor one that is down", async () => {
  await expect(killRedis(undefined)).rejects.toThrow(/Only the Redis that Spillway starts itself/);
  await expect(configureRedis(server(undefined), "maxmemory", "1")).rejects.toThrow(/down already/);
});

it("O4 a setting is undone, but not at a server that was started again without it", async () => {
  const same = server(1);
  await (await configureRedis(same, "maxmemory", "1")).undo?.();
  expect(same.set).toEqual([{ maxmemory: "1" }, { maxmemory: "0" }]);
  const restarted = server(1);
  const begun = await configureRedis(restarted, "min-replicas-to-write", "1");
  restarted.pid = 2;
  await begun.undo?.();
  expect(restarted.set).toEqual([{ "min-replicas-to-write": "1" }]);
});
