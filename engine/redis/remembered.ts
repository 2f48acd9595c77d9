import { membershipOf } from "../core/log/membership.ts";
import { channelBehaviour, type Wiring } from "../core/wiring.ts";

/** How many finished jobs a queue remembers at most, so that an event added again is recognised (rule E2). */
export const MOST_REMEMBERED = 50_000;
/** How long a host takes to see that a worker on another machine is gone, and a group to share its partitions anew, ms. */
const SEEN_AFTER_MS = 15_000;

/**
 * How long a finished job is remembered, ms: twice the longest that an event anywhere in the run can take to be delivered again (rules Q5, T5). Whoever
 * is delivered again puts its children again, into queues whose own locks may be much shorter.
 */
export function rememberedMs({ keepers, logReadings }: Pick<Wiring, "keepers" | "logReadings">): number {
  const queues = keepers.filter(({ behaviour }) => behaviour.role === "channel" || behaviour.role === "stage");
  const locks = queues.map((queue) => {
    const { lockMs, stalledCheckMs } = channelBehaviour(queue).settings;
    return lockMs + 2 * stalledCheckMs;
  });
  const sessions = logReadings.map(({ consumer }) => membershipOf(consumer).sessionTimeoutMs + SEEN_AFTER_MS);
  return 2 * Math.max(0, ...locks, ...sessions);
}

/** What BullMQ keeps of jobs that finished so long ago at the most. */
export function keepFinished(ms: number): { age: number; count: number } {
  return { age: Math.ceil(ms / 1000), count: MOST_REMEMBERED };
}
