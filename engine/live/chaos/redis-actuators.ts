import type { Experiment } from "../../../design/chaos/resolve.ts";
import { AppError } from "../../../design/errors.ts";
import type { RedisControl } from "../../core/environment.ts";
import type { Begun } from "../../core/chaos/timeline.ts";
import { UNBROKEN } from "../../redis/embedded/redis-control.ts";

/** The Redis of a run, where it is this app's own and is up. Throws an AppError elsewhere. */
function mine(redis: RedisControl | undefined): { readonly control: RedisControl; readonly pid: number } {
  if (!redis) throw new AppError("wrong-use", "Only the Redis that Spillway starts itself is broken on purpose, and this run is on another one. Start Spillway without --redis.");
  const { pid } = redis;
  if (pid === undefined) throw new AppError("wrong-use", "Redis is down already.");
  return { control: redis, pid };
}

/** Kills it until the experiment ends. */
export async function killRedis(redis: RedisControl | undefined): Promise<Begun> {
  const { control, pid } = mine(redis);
  const { until, undo } = held();
  await control.kill(until);
  return { note: `process ${pid} was killed`, undo };
}

/** Cuts its power until the experiment ends. */
export async function cutPower(redis: RedisControl | undefined, { parameters }: Extract<Experiment, { type: "power-loss" }>): Promise<Begun> {
  const { control, pid } = mine(redis);
  const { until, undo } = held();
  const lostBytes = await control.losePower(parameters.unsyncedMs, until);
  return { note: `process ${pid} was killed; ${lostBytes} bytes had not reached the disk`, undo };
}

/** Sets one of its settings until the experiment ends. A server that was started again meanwhile does not have it any more. */
export async function configureRedis(redis: RedisControl | undefined, name: keyof typeof UNBROKEN, value: string): Promise<Begun> {
  const { control, pid } = mine(redis);
  await control.configure({ [name]: value });
  return { undo: async () => void (control.pid === pid && (await control.configure({ [name]: UNBROKEN[name] }))) };
}

function held(): { readonly until: Promise<void>; readonly undo: () => void } {
  let undo: () => void = () => {};
  const until = new Promise<void>((resolve) => (undo = resolve));
  return { until, undo: () => undo() };
}
