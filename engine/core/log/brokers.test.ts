import { describe, expect, it } from "vitest";
import { topicSettingsSchema } from "../../../design/kinds/topic.ts";
import { Brokers } from "./brokers.ts";

function brokersOf(settings: object): Brokers {
  return new Brokers(topicSettingsSchema.parse({ partitions: 3, ...settings }));
}

describe("T7 the brokers of a topic (modelled)", () => {
  it("T7 spreads leaders and replicas over the brokers", () => {
    const brokers = brokersOf({ replicationFactor: 2 });
    expect([0, 1, 2].map((partition) => brokers.leaderOf(partition))).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((partition) => brokers.inSync(partition))).toEqual([2, 2, 2]);
  });

  it("T7 acks all refuses below min in-sync replicas, and takes events again when a broker is back", () => {
    const brokers = brokersOf({ replicationFactor: 3, minInsyncReplicas: 2 });
    brokers.setBroker(0, true, 100);
    expect(brokers.accepts(0)).toBe("accept");
    brokers.setBroker(1, true, 200);
    expect(brokers.accepts(0)).toBe("refuse");
    brokers.setBroker(1, false, 300);
    expect(brokers.accepts(0)).toBe("accept");
    expect(brokers.inSync(0)).toBe(2);
    for (const atMs of [100, 200, 300]) expect(brokers.isLost(0, atMs)).toBe(false);
  });

  it("T7 acks 1 goes on with one replica, and loses what only the dead leader had", () => {
    const brokers = brokersOf({ replicationFactor: 3, acks: "1" });
    const lost = (atMs: number): number[] => [0, 1, 2].filter((partition) => brokers.isLost(partition, atMs));
    brokers.setBroker(0, true, 100);
    expect(brokers.leaderOf(0)).toBe(1);
    expect([90, 90.1, 100, 100.1].map(lost)).toEqual([[], [0], [0], []]);
    brokers.setBroker(1, true, 200);
    expect(lost(195)).toEqual([0, 1]);
    expect([0, 1, 2].map((partition) => brokers.accepts(partition))).toEqual(["accept", "accept", "accept"]);
    // The last one takes nothing along that another had taken over.
    brokers.setBroker(2, true, 300);
    expect(lost(295)).toEqual([]);
    expect(brokers.accepts(0)).toBe("refuse");
  });

  it("T7 acks 0 does not know that nobody takes its events", () => {
    const brokers = brokersOf({ replicationFactor: 1, minInsyncReplicas: 1, acks: "0" });
    brokers.setBroker(1, true, 0);
    expect([0, 1, 2].map((partition) => brokers.accepts(partition))).toEqual(["accept", "lose", "accept"]);
  });

  it("T7 only who was in sync last may lead again", () => {
    const brokers = brokersOf({ replicationFactor: 2, minInsyncReplicas: 1 });
    brokers.setBroker(0, true, 0);
    brokers.setBroker(1, true, 0);
    expect(brokers.leaderOf(0)).toBeUndefined();
    expect(brokers.setBroker(0, false, 0)).not.toContain(0);
    expect(brokers.leaderOf(0)).toBeUndefined();
    expect(brokers.setBroker(1, false, 0)).toContain(0);
    expect(brokers.leaderOf(0)).toBe(1);
    expect(brokers.inSync(0)).toBe(2);
  });

  it("T7 asks for no more than is true twice", () => {
    const brokers = brokersOf({});
    brokers.setBroker(0, true, 1);
    brokers.setBroker(0, true, 2);
    expect(brokers.isHealthy).toBe(false);
    brokers.setBroker(0, false, 3);
    expect(brokers.isHealthy).toBe(true);
  });
});
