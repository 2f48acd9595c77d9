/** How a group's members share the partitions (rule T3). */
export type Assignor = "range" | "round-robin" | "sticky" | "cooperative-sticky";

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Numbers of partitions, by topic. */
export type Topics = ReadonlyMap<string, number>;
/** What each member wants to read, by the member's id. */
export type Subscriptions = ReadonlyMap<string, readonly string[]>;
/** What each member reads, by the member's id; a member that gets nothing is there too. */
export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>;

/** The assignment that an assignor makes; `owned` is what members have now, which only the sticky ones look at. */
export function assign(assignor: Assignor, topics: Topics, subscriptions: Subscriptions, owned: Assignment = new Map()): Assignment {
  switch (assignor) {
    case "range":
      return range(topics, subscriptions);
    case "round-robin":
      return roundRobin(topics, subscriptions);
    case "sticky":
    case "cooperative-sticky":
      return sticky(topics, subscriptions, owned);
  }
}

/**
 * Each topic's partitions in as equal ranges as there can be, the first members one more: Kafka's RangeAssignor
 * (org.apache.kafka.clients.consumer). Members are in the order of their ids.
 */
export function range(topics: Topics, subscriptions: Subscriptions): Assignment {
  const result = emptyFor(subscriptions);
  for (const [topic, partitions] of sorted(topics)) {
    const members = sorted(subscriptions).filter(([, wanted]) => wanted.includes(topic)).map(([id]) => id);
    const [each, more] = [Math.floor(partitions / members.length), partitions % members.length];
    for (const [index, id] of members.entries()) {
      const start = each * index + Math.min(index, more);
      const length = each + (index < more ? 1 : 0);
      for (let partition = start; partition < start + length; partition++) result.get(id)?.push({ topic, partition });
    }
  }
  return result;
}

/**
 * All partitions of all topics dealt one by one, passing over members that do not want the topic: Kafka's RoundRobinAssignor
 * (org.apache.kafka.clients.consumer). Members and topics are in the order of their ids.
 */
export function roundRobin(topics: Topics, subscriptions: Subscriptions): Assignment {
  const result = emptyFor(subscriptions);
  const members = sorted(subscriptions);
  let next = 0;
  for (const { topic, partition } of wantedPartitions(topics, subscriptions)) {
    while (!members[next % members.length]?.[1].includes(topic)) next++;
    result.get(members[next++ % members.length]?.[0] ?? "")?.push({ topic, partition });
  }
  return result;
}

/**
 * Modelled: as equal as the subscriptions let it be, and no partition moves that need not. What members have they keep; what
 * nobody has goes to who has least; then partitions move from who has more to who has at least two fewer.
 */
export function sticky(topics: Topics, subscriptions: Subscriptions, owned: Assignment): Assignment {
  const result = emptyFor(subscriptions);
  const taken = new Set<string>();
  for (const [id, wanted] of sorted(subscriptions)) {
    for (const each of owned.get(id) ?? []) {
      if (!wanted.includes(each.topic) || each.partition >= (topics.get(each.topic) ?? 0) || taken.has(nameOf(each))) continue;
      taken.add(nameOf(each));
      result.get(id)?.push(each);
    }
  }
  for (const each of wantedPartitions(topics, subscriptions)) if (!taken.has(nameOf(each))) leastOf(each.topic, subscriptions, result)?.push(each);
  while (moveOne(subscriptions, result));
  return result;
}

/** Moves one partition from a member to another that has at least two fewer; false when there is none to move. */
function moveOne(subscriptions: Subscriptions, result: Map<string, TopicPartition[]>): boolean {
  for (const from of [...result.values()].toSorted((a, b) => b.length - a.length)) {
    for (let index = from.length - 1; index >= 0; index--) {
      const each = from[index] as TopicPartition;
      const to = leastOf(each.topic, subscriptions, result);
      if (!to || to.length + 1 >= from.length) continue;
      from.splice(index, 1);
      to.push(each);
      return true;
    }
  }
  return false;
}

/** What the member has that wants the topic and has least, the first of equal ones. */
function leastOf(topic: string, subscriptions: Subscriptions, result: Map<string, TopicPartition[]>): TopicPartition[] | undefined {
  let least: TopicPartition[] | undefined;
  for (const [id, wanted] of sorted(subscriptions)) {
    const has = result.get(id);
    if (has && wanted.includes(topic) && (!least || has.length < least.length)) least = has;
  }
  return least;
}

function wantedPartitions(topics: Topics, subscriptions: Subscriptions): TopicPartition[] {
  const wanted = new Set([...subscriptions.values()].flat());
  return sorted(topics).flatMap(([topic, partitions]) => (wanted.has(topic) ? Array.from({ length: partitions }, (_, partition) => ({ topic, partition })) : []));
}

function emptyFor(subscriptions: Subscriptions): Map<string, TopicPartition[]> {
  return new Map(sorted(subscriptions).map(([id]) => [id, []]));
}

/** Entries by name, as Java orders texts. */
function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** A partition's name, for sets and maps. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}
