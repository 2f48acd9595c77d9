import type { TopologyQueue } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";

/** Reports the settings that no cloud's queue has. */
export function loseQueueSettings(losses: LossReport, queue: TopologyQueue, service: string): void {
  const { priorities, maxLength, overflow, rateLimit, deadLetterRoutingKey } = queue.settings;
  if (priorities) losses.setting(queue, "priorities", priorities, `${service} has no priorities.`, "Draw a queue for each priority, and have the consumers look into the urgent one first.");
  if (maxLength !== undefined) {
    const why = `${service} takes any number of messages: none is held back, dropped or refused.`;
    const instead = "Have publishers look at the number of messages that wait, and hold back or refuse by it.";
    losses.setting(queue, "maxLength", maxLength, why, instead);
    losses.setting(queue, "overflow", overflow, why, instead);
  }
  if (rateLimit) losses.setting(queue, "rateLimit", rateLimit, `${service} does not limit how fast a queue is read.`, "Limit the rate in the consumers.");
  if (deadLetterRoutingKey !== undefined) losses.setting(queue, "deadLetterRoutingKey", deadLetterRoutingKey, `${service} keeps a dead letter as it is.`, "Have whoever takes the dead letters publish them with this key.");
}

/** What a queue says of consumers that die: brokers with a lock count such a delivery as any other. */
export function loseStalls(losses: LossReport, queue: TopologyQueue, service: string): void {
  const { stalledCheckMs, maxStalled } = queue.settings;
  losses.setting(queue, "stalledCheckMs", stalledCheckMs, `${service} needs no check: a message whose consumer died is there again when its lock is over.`, "Nothing; the lock decides.");
  losses.setting(queue, "maxStalled", maxStalled, "A message that comes back because its consumer died counts as an attempt, as a failed one does.", "Allow for lost consumers in attempts.");
}
