import { z } from "zod";
import { flowOf, type Flow, type FlowNode } from "../graph/compile.ts";
import type { Topology, TopologyTopic } from "../topology/topology.ts";
import { groupsOf } from "./kafka-groups.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import { answersFor, loseCallEdges, loseDrawnSettings, loseSurroundings } from "./kind-answers.ts";
import { KAFKA_TOPIC, NameScope } from "./names.ts";
import { shellScript, type ShellWord } from "./shell.ts";
import { defineTarget, LossReport, type ExportResult } from "./target.ts";

const NO_PROGRAM = "Kafka holds topics, not the programs that use them.";
const NO_WORK = "Kafka keeps events; it does not look into them, change them or wait for them.";
const NO_QUEUE = "A topic is no work queue: it neither hands one event to one consumer nor tries it again.";
const DRAW_A_TOPIC = "Draw a topic, with as many partitions as consumers are to work side by side.";

/** Topics, with their dead-letter topics, for `kafka-topics` and for admin clients. */
export const kafkaTopics = defineTarget({
  title: "Kafka topics",
  summary: "A kafka-topics script, topics for the admin client, and consumer groups.",
  options: z.strictObject({
    bootstrapServers: z.string().min(1).max(1000).meta({ title: "Bootstrap servers", help: "Where the script finds the brokers when BOOTSTRAP_SERVERS does not say." }).default("localhost:9092"),
  }),
  kinds: answersFor(
    {
      source: { lost: NO_PROGRAM, instead: "Produce to the topics that its edges lead to." },
      consumer: { lost: NO_PROGRAM, instead: "Deploy it as a program of its own." },
      channel: { lost: NO_QUEUE, instead: DRAW_A_TOPIC },
      log: { lost: "Kafka has no such log.", instead: "Draw a topic." },
      stage: { lost: NO_WORK, instead: "Do it in a Kafka Streams application between two topics." },
      inline: { lost: NO_WORK, instead: "Do it in the producer before it, in the consumer behind it, or in Kafka Streams." },
      callee: { lost: "Calls do not go over Kafka.", instead: "Deploy it beside the brokers." },
      policy: { lost: NO_PROGRAM, instead: "Set it up where the consumers are deployed." },
      terminal: { lost: NO_PROGRAM, instead: "Have the consumer before it commit its offset and produce nothing." },
    },
    {
      topic: "partly",
      consumer: "partly",
      deadLetter: "partly",
      exchange: { lost: "Kafka does not route: an event is where its producer puts it.", instead: "Produce to a topic for each binding, or filter in the consumers." },
      eventBus: { lost: "Kafka does not route: an event is where its producer puts it.", instead: "Produce to a topic for each rule, or filter in the consumers." },
      delay: { lost: NO_WORK, instead: "Have the consumer pause the partition until the event is due." },
      autoscaler: { lost: NO_PROGRAM, instead: "Scale the consumers by the group's lag where they are deployed, up to the number of partitions." },
    },
  ),
  write(topology, { bootstrapServers }): ExportResult {
    const losses = new LossReport();
    const flow = flowOf(topology.design);
    const { topics, groups, kept } = kafkaConfigurationOf(topology, flow, losses);

    losses.kinds(topology, flow.nodes.values(), this.kinds);
    for (const queue of topology.queues) if (queue.implicit) losses.setting(queue, "kind", "queue", NO_QUEUE, DRAW_A_TOPIC);
    for (const node of flow.nodes.values()) loseWhatIsNotOnTopics(node, topology, kept, losses);
    loseCallEdges(losses, flow, "Calls do not go over Kafka.");
    loseSurroundings(losses, topology, "Kafka");

    return {
      files: [
        { path: "create-topics.sh", language: "shell", text: createTopicsScript(topics, bootstrapServers) },
        { path: "topics.json", language: "json", text: `${JSON.stringify(topics, null, 2)}\n` },
        { path: "consumer-groups.json", language: "json", text: `${JSON.stringify(groups, null, 2)}\n` },
      ],
      losses: losses.all(topology),
    };
  },
});

/** The topics of a topology and their dead-letter topics with the names they have, the groups that read them, and the dead letters that they keep. */
export function kafkaConfigurationOf(topology: Topology, flow: Flow, losses: LossReport) {
  const names = new NameScope(KAFKA_TOPIC);
  const drawn = topology.topics.map((topic) => topicOf(topic, names, losses));
  const { groups, deadLetterTopics, kept } = groupsOf(topology, flow, names, losses);
  return { names, topics: [...drawn, ...deadLetterTopics.values()], groups, deadLetterTopics, kept };
}

/** A script that creates topics; `command` is how the tool is called where it runs. */
export function createTopicsScript(topics: readonly KafkaTopic[], bootstrapServers: string, command = "kafka-topics"): string {
  return shellScript({ BOOTSTRAP_SERVERS: bootstrapServers }, topics.map((topic) => createCommand(topic, command)));
}

function topicOf({ key, node }: TopologyTopic, names: NameScope, losses: LossReport): KafkaTopic {
  const { partitions, replicationFactor, minInsyncReplicas, retentionMs, retentionBytes, acks, unkeyed } = node.settings;
  const whole = Math.max(1, Math.round(retentionMs));
  if (whole !== retentionMs) losses.setting(node, "retentionMs", retentionMs, `Kafka takes whole milliseconds: written as ${whole}.`, "Nothing, if a millisecond does not matter.");
  if (acks !== "all") losses.setting(node, "acks", acks, "Acks are the producer's setting, and all by default.", `Set acks=${acks} in its producers.`);
  if (unkeyed !== "sticky") losses.setting(node, "unkeyed", unkeyed, "How events without a key are spread is the producer's setting.", "Set the round-robin partitioner in its producers.");
  return {
    topic: names.of(key, node.name),
    numPartitions: partitions,
    replicationFactor,
    configEntries: [
      { name: "retention.ms", value: String(whole) },
      ...(retentionBytes === undefined ? [] : [{ name: "retention.bytes", value: String(retentionBytes) }]),
      { name: "min.insync.replicas", value: String(minInsyncReplicas) },
    ],
  };
}

function createCommand({ topic, numPartitions, replicationFactor, configEntries }: KafkaTopic, command: string): ShellWord[] {
  return [
    command,
    "--bootstrap-server",
    { variable: "BOOTSTRAP_SERVERS" },
    "--create",
    "--if-not-exists",
    "--topic",
    topic,
    "--partitions",
    String(numPartitions),
    "--replication-factor",
    String(replicationFactor),
    ...configEntries.flatMap(({ name, value }) => ["--config", `${name}=${value}`]),
  ];
}

/** Consumers that read no topic and dead letters that keep nothing of one are lost as a whole, others but for what Kafka keeps. */
function loseWhatIsNotOnTopics(node: FlowNode, topology: Topology, kept: ReadonlySet<string>, losses: LossReport): void {
  if (node.kind === "consumer") {
    if (!topology.topics.some(({ readers }) => readers.some(({ service }) => service === node.id))) return losses.setting(node, "kind", node.kind, "It reads no topic, and Kafka holds no programs.", DRAW_A_TOPIC);
    losses.setting(node, "replicas", node.settings.replicas, NO_PROGRAM, "Deploy so many members of the group, no more than partitions.");
    loseDrawnSettings(losses, node, ["replicas", "group", "assignor", "offsetReset", "sessionTimeoutMs"], NO_PROGRAM, "Set it in the consumer itself, where it is deployed.");
  }
  if (node.kind === "deadLetter") {
    if (!kept.has(node.id)) return losses.setting(node, "kind", node.kind, "No topic's consumer fails into it.", "Draw a topic in place of the queue whose dead letters it keeps.");
    const redrive = node.outs.get("redrive") ?? [];
    if (redrive.length > 0) losses.setting(node, "redrive", redrive.map(({ to }) => to.node), "Kafka does not send dead letters back.", "Consume the dead-letter topic, and produce to the first one.");
  }
}
