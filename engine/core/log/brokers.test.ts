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
    expect(brokers.setBroker(0, true)).toEqual([]);
    expect(brokers.accepts(0)).toBe("accept");
    expect(brokers.setBroker(1, true)).toEqual([]);
    expect(brokers.accepts(0)).toBe("refuse");
    brokers.setBroker(1, false);
    expect(brokers.accepts(0)).toBe("accept");
    expect(brokers.inSync(0)).toBe(2);
  });

  it("T7 acks 1 goes on with one replica, and loses what only the dead leader had", () => {
    const brokers = brokersOf({ replicationFactor: 3, acks: "1" });
    expect(brokers.setBroker(0, true)).toEqual([0]);
    expect(brokers.leaderOf(0)).toBe(1);
    expect(brokers.setBroker(1, true)).toEqual([0, 1]);
    expect([0, 1, 2].map((partition) => brokers.accepts(partition))).toEqual(["accept", "accept", "accept"]);
    expect(brokers.setBroker(2, true)).toEqual([]);
    expect(brokers.accepts(0)).toBe("refuse");
  });

  it("T7 acks 0 does not know that nobody takes its events", () => {
    const brokers = brokersOf({ replicationFactor: 1, minInsyncReplicas: 1, acks: "0" });
    brokers.setBroker(1, true);
    expect([0, 1, 2].map((partition) => brokers.accepts(partition))).toEqual(["accept", "lose", "accept"]);
  });

  it("T7 only who was in sync last may lead again", () => {
    const brokers = brokersOf({ replicationFactor: 2, minInsyncReplicas: 1 });
    brokers.setBroker(0, true);
    brokers.setBroker(1, true);
    expect(brokers.leaderOf(0)).toBeUndefined();
    brokers.setBroker(0, false);
    expect(brokers.leaderOf(0)).toBeUndefined();
    brokers.setBroker(1, false);
    expect(brokers.leaderOf(0)).toBe(1);
    expect(brokers.inSync(0)).toBe(2);
  });

  it("T7 asks for no more than is true twice", () => {
    const brokers = brokersOf({});
    brokers.setBroker(0, true);
    expect(brokers.setBroker(0, true)).toEqual([]);
    expect(brokers.isHealthy).toBe(false);
    brokers.setBroker(0, false);
    expect(brokers.isHealthy).toBe(true);
  });
});
