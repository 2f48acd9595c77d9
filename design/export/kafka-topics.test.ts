import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../tests/support/examples.ts";
import type { Design, Json } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import type { KafkaGroup } from "./kafka-groups.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import { exportTo } from "./registry.ts";
import { shellScript } from "./shell.ts";

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("kafka-topics", topologyOf(design), options);
  const [script, topics, groups] = files.map(({ text }) => text) as [string, string, string];
  return { script, topics: JSON.parse(topics) as KafkaTopic[], groups: JSON.parse(groups) as KafkaGroup[], lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property) };
}

/** The words that a real shell gives each command of a script; the command is a function that prints them. */
function wordsIn(script: string, environment: Record<string, string> = {}): string[][] {
  const heard = execFileSync("sh", ["-c", `kafka-topics() { printf '%s\\0' "$@" ''; }\n${script}`.replace("kafka-topics()", "heard()").replaceAll(/^kafka-topics /gm, "heard ")], { env: { PATH: process.env["PATH"], ...environment }, encoding: "utf8" });
  return heard.split("\0\0").slice(0, -1).map((words) => words.split("\0"));
}

describe("Kafka topics", () => {
  it("T6 T7 say partitions, replication, retention and in-sync replicas, and what is the producer's", () => {
    const { topics, lost, groups } = exported(
      designOf({ p: ["producer"], t: ["topic", { partitions: 6, minInsyncReplicas: 1, retentionMs: 1000, retentionBytes: 5000, acks: "1", unkeyed: "round-robin" }], c: ["consumer", { group: "audit", commit: "at-most-once", sessionTimeoutMs: 6000 }] }, ["p > t", ["t > c", { attempts: 2, backoffMs: 9 }]]),
    );
    expect(topics).toEqual([
      { topic: "t", numPartitions: 6, replicationFactor: 3, configEntries: [{ name: "retention.ms", value: "1000" }, { name: "retention.bytes", value: "5000" }, { name: "min.insync.replicas", value: "1" }] },
    ]);
    expect(groups).toMatchObject([{ groupId: "audit", topics: ["t"], members: [{ config: { "auto.offset.reset": "latest", "session.timeout.ms": "6000" } }] }]);
    expect([lost("t"), lost("e2"), lost("p")]).toEqual([["acks", "unkeyed"], ["attempts", "backoffMs"], ["kind"]]);
    expect(lost("c")).toEqual(expect.arrayContaining(["replicas", "commit"]));
  });

  it("give a group with a failed port its dead-letter topic, unless a topic is drawn there", () => {
    const { topics, lost } = exported(
      designOf({ p: ["producer"], t: ["topic"], a: ["consumer"], b: ["consumer"], d: ["deadLetter", { retentionMs: 7000 }], u: ["topic"], e: ["deadLetter"], q: ["queue"], w: ["consumer"] }, ["p > t", "t > a", "t > b", "a.failed > d", "b.failed > u", "p > q", "q > w", "q.deadLetter > e"]),
    );
    expect(topics.map(({ topic }) => topic)).toEqual(["t", "u", "t-a-dlt"]);
    expect(topics[2]).toMatchObject({ numPartitions: 3, configEntries: [{ name: "retention.ms", value: "7000" }, { name: "min.insync.replicas", value: "2" }] });
    expect([lost("d"), lost("e"), lost("q"), lost("w")]).toEqual([[], ["kind"], ["kind"], ["kind"]]);
  });

  it("are created by a script that a shell reads as they are, whatever they are called", { timeout: 30_000 }, () => {
    const settings = fc.record({ partitions: fc.integer({ min: 1, max: 1000 }), replicationFactor: fc.integer({ min: 2, max: 9 }), retentionMs: fc.integer({ min: 1, max: 1e10 }), retentionBytes: fc.integer({ min: 1, max: 1e15 }) });
    fc.assert(
      fc.property(fc.array(settings, { minLength: 1, maxLength: 4 }), fc.constantFrom(...HOSTILE_NAMES), fc.constantFrom("a:1", "$(touch x)'\n`id`"), (all, called, bootstrapServers) => {
        const design = designOf({ p: ["producer"], ...Object.fromEntries(all.map((each, n) => [`t${n}`, ["topic", each as Record<string, Json>] as [string, Record<string, Json>]])) }, all.map((_, n) => `p > t${n}`));
        const { script, topics } = exported({ ...design, nodes: design.nodes.map((node) => ({ ...node, name: called })) }, { bootstrapServers });
        const read = wordsIn(script).map((words) => {
          const after = (word: string): string | undefined => words[words.indexOf(word) + 1];
          const configEntries = words.flatMap((word, n) => (word === "--config" ? [{ name: words[n + 1]!.split("=")[0]!, value: words[n + 1]!.split("=")[1]! }] : []));
          expect(words).toEqual(expect.arrayContaining(["--create", "--if-not-exists"]));
          expect(after("--bootstrap-server")).toBe(bootstrapServers);
          return { topic: after("--topic"), numPartitions: Number(after("--partitions")), replicationFactor: Number(after("--replication-factor")), configEntries };
        });
        expect(read).toEqual(topics);
        expect(topics.map(({ numPartitions, replicationFactor, configEntries }) => [numPartitions, replicationFactor, configEntries[0]?.value, configEntries[1]?.value])).toEqual(
          all.map((each) => [each.partitions, each.replicationFactor, String(each.retentionMs), String(each.retentionBytes)]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("take the brokers from the environment first", () => {
    const script = shellScript({ BOOTSTRAP_SERVERS: "a:1" }, [["kafka-topics", { variable: "BOOTSTRAP_SERVERS" }, "it's $HOME"]]);
    expect(wordsIn(script)).toEqual([["a:1", "it's $HOME"]]);
    expect(wordsIn(script, { BOOTSTRAP_SERVERS: "b:2 c" })).toEqual([["b:2 c", "it's $HOME"]]);
  });
});
