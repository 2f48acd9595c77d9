import type { Clock } from "../clock.ts";
import { topicOf, type Wiring } from "../wiring.ts";
import { membershipOf } from "./membership.ts";
import { Group, type GroupListener } from "./group.ts";

/** A coordinator for each consumer group of a flow: a group may read several topics, and several consumers may be of one group (rule T3). */
export function groupsOf(wiring: Wiring, clock: Clock, listener: GroupListener, defer: (action: () => void) => void): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { group, consumer } of wiring.logReadings) {
    if (groups.has(group)) continue;
    const topics = new Map(wiring.logReadings.filter((reading) => reading.group === group).map(({ log }) => [log.id, topicOf(log).partitions]));
    groups.set(group, new Group(clock, membershipOf(consumer).assignor, topics, listener, defer));
  }
  return groups;
}
