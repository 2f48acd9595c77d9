import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign, nameOf, range, roundRobin, sticky, type Assignment } from "./assignors.ts";

type Vector = readonly [test: string, topics: Record<string, number>, subscriptions: Record<string, string[]>, assignment: Record<string, string[]>];

/** What Kafka's own tests expect: org.apache.kafka.clients.consumer.RangeAssignorTest. */
const RANGE: Vector[] = [
  ["testOneConsumerNoTopic", {}, { consumer1: [] }, { consumer1: [] }],
  ["testOneConsumerNonexistentTopic", {}, { consumer1: ["topic1"] }, { consumer1: [] }],
  ["testOneConsumerOneTopic", { topic1: 3 }, { consumer1: ["topic1"] }, { consumer1: ["topic1-0", "topic1-1", "topic1-2"] }],
  ["testOnlyAssignsPartitionsFromSubscribedTopics", { topic1: 3, other: 3 }, { consumer1: ["topic1"] }, { consumer1: ["topic1-0", "topic1-1", "topic1-2"] }],
  ["testOneConsumerMultipleTopics", { topic1: 1, topic2: 2 }, { consumer1: ["topic1", "topic2"] }, { consumer1: ["topic1-0", "topic2-0", "topic2-1"] }],
  ["testTwoConsumersOneTopicOnePartition", { topic1: 1 }, { consumer1: ["topic1"], consumer2: ["topic1"] }, { consumer1: ["topic1-0"], consumer2: [] }],
  ["testTwoConsumersOneTopicTwoPartitions", { topic1: 2 }, { consumer1: ["topic1"], consumer2: ["topic1"] }, { consumer1: ["topic1-0"], consumer2: ["topic1-1"] }],
  [
    "testMultipleConsumersMixedTopics",
    { topic1: 3, topic2: 2 },
    { consumer1: ["topic1"], consumer2: ["topic1", "topic2"], consumer3: ["topic1"] },
    { consumer1: ["topic1-0"], consumer2: ["topic1-1", "topic2-0", "topic2-1"], consumer3: ["topic1-2"] },
  ],
  [
    "testTwoConsumersTwoTopicsSixPartitions",
    { topic1: 3, topic2: 3 },
    { consumer1: ["topic1", "topic2"], consumer2: ["topic1", "topic2"] },
    { consumer1: ["topic1-0", "topic1-1", "topic2-0", "topic2-1"], consumer2: ["topic1-2", "topic2-2"] },
  ],
  [
    "testStaticMemberRangeAssignmentPersistent",
    { topic1: 5, topic2: 4 },
    { consumer1: ["topic1", "topic2"], consumer2: ["topic1", "topic2"], consumer3: ["topic1", "topic2"], consumer4: ["topic1", "topic2"] },
    { consumer1: ["topic1-0", "topic1-1", "topic2-0"], consumer2: ["topic1-2", "topic2-1"], consumer3: ["topic1-3", "topic2-2"], consumer4: ["topic1-4", "topic2-3"] },
  ],
];

/** org.apache.kafka.clients.consumer.RoundRobinAssignorTest. */
const ROUND_ROBIN: Vector[] = [
  ["testOneConsumerNoTopic", {}, { consumer: [] }, { consumer: [] }],
  ["testOneConsumerNonexistentTopic", {}, { consumer: ["topic"] }, { consumer: [] }],
  ["testOneConsumerOneTopic", { topic: 3 }, { consumer: ["topic"] }, { consumer: ["topic-0", "topic-1", "topic-2"] }],
  ["testOnlyAssignsPartitionsFromSubscribedTopics", { topic: 3, other: 3 }, { consumer: ["topic"] }, { consumer: ["topic-0", "topic-1", "topic-2"] }],
  ["testOneConsumerMultipleTopics", { topic1: 1, topic2: 2 }, { consumer: ["topic1", "topic2"] }, { consumer: ["topic1-0", "topic2-0", "topic2-1"] }],
  ["testTwoConsumersOneTopicOnePartition", { topic: 1 }, { consumer1: ["topic"], consumer2: ["topic"] }, { consumer1: ["topic-0"], consumer2: [] }],
  ["testTwoConsumersOneTopicTwoPartitions", { topic: 2 }, { consumer1: ["topic"], consumer2: ["topic"] }, { consumer1: ["topic-0"], consumer2: ["topic-1"] }],
  [
    "testMultipleConsumersMixedTopics",
    { topic1: 3, topic2: 2 },
    { consumer1: ["topic1"], consumer2: ["topic1", "topic2"], consumer3: ["topic1"] },
    { consumer1: ["topic1-0"], consumer2: ["topic1-1", "topic2-0", "topic2-1"], consumer3: ["topic1-2"] },
  ],
  [
    "testTwoDynamicConsumersTwoTopicsSixPartitions",
    { topic1: 3, topic2: 3 },
    { consumer1: ["topic1", "topic2"], consumer2: ["topic1", "topic2"] },
    { consumer1: ["topic1-0", "topic1-2", "topic2-1"], consumer2: ["topic1-1", "topic2-0", "topic2-2"] },
  ],
  [
    "testStaticMemberAssignmentPersistent",
    { topic1: 3, topic2: 3 },
    { consumer1: ["topic1", "topic2"], consumer2: ["topic1", "topic2"], consumer3: ["topic1", "topic2"], consumer4: ["topic1", "topic2"] },
    { consumer1: ["topic1-0", "topic2-1"], consumer2: ["topic1-1", "topic2-2"], consumer3: ["topic1-2"], consumer4: ["topic2-0"] },
  ],
];

function written(assignment: Assignment): Record<string, string[]> {
  return Object.fromEntries([...assignment].map(([id, partitions]) => [id, partitions.map(nameOf)]));
}

function mapOf<Value>(record: Record<string, Value>): Map<string, Value> {
  return new Map(Object.entries(record));
}

describe("T3 assignors", () => {
  it.each(RANGE)("T3 range: %s of Kafka's RangeAssignorTest", (_test, topics, subscriptions, assignment) =>
    expect(written(range(mapOf(topics), mapOf(subscriptions)))).toEqual(assignment),
  );

  it.each(ROUND_ROBIN)("T3 round-robin: %s of Kafka's RoundRobinAssignorTest", (_test, topics, subscriptions, assignment) =>
    expect(written(roundRobin(mapOf(topics), mapOf(subscriptions)))).toEqual(assignment),
  );
});

const group = fc.record({
  topics: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
  members: fc.uniqueArray(fc.constantFrom("m1", "m2", "m3", "m4", "m5"), { minLength: 1 }),
  later: fc.uniqueArray(fc.constantFrom("m1", "m2", "m3", "m4", "m5", "m6"), { minLength: 1 }),
});

/** What each has, as numbers. */
function loads(assignment: Assignment): number[] {
  return [...assignment.values()].map((partitions) => partitions.length);
}

describe("T3 every assignor", () => {
  it("T3 gives each partition to one member that wants it", () => {
    const wanted = fc.dictionary(fc.constantFrom("m1", "m2", "m3"), fc.subarray(["a", "b", "c"], { minLength: 1 }), { minKeys: 1 });
    const assignor = fc.constantFrom("range", "round-robin", "sticky", "cooperative-sticky");
    fc.assert(
      fc.property(assignor, group, wanted, (name, { topics }, subscriptions) => {
        const result = assign(name, mapOf(topics), mapOf(subscriptions));
        const names = [...result.values()].flat().map(nameOf);
        const expected = Object.entries(topics).flatMap(([topic, count]) =>
          Object.values(subscriptions).some((each) => each.includes(topic)) ? Array.from({ length: count }, (_, partition) => `${topic}-${partition}`) : [],
        );
        expect(names.toSorted()).toEqual(expected.toSorted());
        for (const [id, partitions] of result) for (const { topic } of partitions) expect(subscriptions[id]).toContain(topic);
      }),
    );
  });

  it("T3 sticky is balanced, and moves no more than that needs", () => {
    fc.assert(
      fc.property(group, ({ topics, members, later }) => {
        const names = Object.keys(topics);
        const subscribed = (ids: string[]) => new Map(ids.map((id) => [id, names]));
        const before = sticky(mapOf(topics), subscribed(members), new Map());
        const after = sticky(mapOf(topics), subscribed(later), before);
        expect(Math.max(...loads(after)) - Math.min(...loads(after))).toBeLessThanOrEqual(1);
        const kept = [...after].flatMap(([id, partitions]) => partitions.filter((each) => before.get(id)?.some((old) => nameOf(old) === nameOf(each)))).length;
        // Who had most may keep one more than the others, as far as there are such places.
        const total = loads(after).reduce((sum, n) => sum + n, 0);
        const [least, more] = [Math.floor(total / later.length), total % later.length];
        const had = later.map((id) => before.get(id)?.length ?? 0).toSorted((a, b) => b - a);
        const most = had.reduce((sum, n, index) => sum + Math.min(n, index < more ? least + 1 : least), 0);
        expect(kept).toBe(most);
      }),
    );
  });
});
