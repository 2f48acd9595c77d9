import type { TopologyTopic } from "../../topology/topology.ts";
import { block, type Reference } from "../hcl/hcl.ts";
import { topicReaderLosses } from "./reader-losses.ts";
import type { AwsDocument } from "./aws-document.ts";
import { type TimeRange, timeIn } from "./ranges.ts";

/** Kinesis Data Streams keep 24 hours to 365 days. */
const RETENTION: TimeRange = { service: "Kinesis", unitMs: 3_600_000, unit: "hours", least: 24, most: 8760 };
/** Kinesis keeps every record in three availability zones. */
const KINESIS_COPIES = 3;

/** Topics as Kinesis streams, or as one MSK cluster for all of them. */
export function writeTopics(aws: AwsDocument): void {
  const { topics } = aws.topology;
  if (topics.length === 0) return;
  if (aws.options.topics === "msk") writeCluster(aws, topics);
  else for (const topic of topics) writeStream(aws, topic);
}

function writeStream(aws: AwsDocument, { key, node, readers }: TopologyTopic): void {
  const { losses } = aws;
  const { partitions, replicationFactor, minInsyncReplicas, retentionMs, retentionBytes, acks, unkeyed } = node.settings;
  aws.resource(
    "topics",
    "aws_kinesis_stream",
    aws.named("aws_kinesis_stream", key, node.name),
    { name: aws.awsName("stream", key, node.name), shard_count: partitions, retention_period: timeIn(losses, node, "retentionMs", retentionMs, RETENTION), encryption_type: "KMS", kms_key_id: "alias/aws/kinesis" },
    block("stream_mode_details", [], { stream_mode: "PROVISIONED" }),
  );
  if (replicationFactor !== KINESIS_COPIES) losses.setting(node, "replicationFactor", replicationFactor, "Kinesis keeps every record in three availability zones.", "Draw 3.");
  losses.setting(node, "minInsyncReplicas", minInsyncReplicas, "Kinesis answers when a record is in all three zones.", "Nothing: it is at least as safe.");
  if (acks !== "all") losses.setting(node, "acks", acks, "Kinesis has no acknowledgement but that of a stored record.", "Have the producer go on without waiting for the answer, where records may be lost.");
  if (retentionBytes !== undefined) losses.setting(node, "retentionBytes", retentionBytes, "Kinesis keeps by time, whatever the size.", "Shorten the retention.");
  losses.setting(node, "unkeyed", unkeyed, "Every Kinesis record has a partition key, and its hash chooses the shard.", "Have producers send a random partition key for events without one, and the event's key otherwise.");
  topicReaderLosses(aws.losses, aws.flow, readers, {
    group: "Kinesis knows no consumer groups: who reads a stream keeps its own place.",
    groupRemedy: "Give the readers this name as the application's in the Kinesis Client Library, which shares the shards among them by a DynamoDB table of that name: let their roles use it.",
    attempts: "Kinesis does not deliver a record again: its reader does.",
  });
}

/** One cluster with what its topics have in common as the brokers' defaults; topics are declared by a client, not by the provider. */
function writeCluster(aws: AwsDocument, topics: readonly TopologyTopic[]): void {
  const { losses } = aws;
  const copies = Math.max(...topics.map(({ node }) => node.settings.replicationFactor));
  const called = aws.topology.design.name;
  const configuration = aws.named("aws_msk_configuration", "topics", called);
  const version = aws.variable("kafka_version", "string", "Kafka version of the MSK cluster.", "3.8.x");
  const [first] = topics;
  const most = (value: (settings: TopologyTopic["node"]["settings"]) => number): number => Math.max(...topics.map(({ node }) => value(node.settings)));
  aws.resource("topics", "aws_msk_configuration", configuration, {
    name: aws.awsName("cluster configuration", "topics", called),
    kafka_versions: [version],
    server_properties: [
      "auto.create.topics.enable=false",
      `default.replication.factor=${Math.max(2, copies)}`,
      `min.insync.replicas=${Math.min(most(({ minInsyncReplicas }) => minInsyncReplicas), Math.max(2, copies))}`,
      `num.partitions=${first?.node.settings.partitions ?? 1}`,
      `log.retention.ms=${Math.max(1, Math.round(most(({ retentionMs }) => retentionMs)))}`,
      "",
    ].join("\n"),
  });
  aws.resource(
    "topics",
    "aws_msk_cluster",
    aws.named("aws_msk_cluster", "topics", called),
    { cluster_name: aws.awsName("msk cluster", "topics", called), kafka_version: version, number_of_broker_nodes: aws.variable("kafka_brokers", "number", "Brokers of the MSK cluster: a multiple of the number of subnets.", Math.max(3, Math.ceil(copies / 3) * 3)) },
    block(
      "broker_node_group_info",
      [],
      { instance_type: aws.variable("kafka_instance_type", "string", "Instance type of the brokers.", "kafka.m7g.large"), client_subnets: aws.subnets(), security_groups: aws.securityGroups() },
      block("storage_info", [], {}, block("ebs_storage_info", [], { volume_size: aws.variable("kafka_volume_gib", "number", "Volume of each broker, GiB.", 100) })),
    ),
    block("client_authentication", [], {}, block("sasl", [], { iam: true })),
    block("configuration_info", [], { arn: configuration.reference.at("arn"), revision: configuration.reference.at("latest_revision") }),
    block("encryption_info", [], {}, block("encryption_in_transit", [], { client_broker: "TLS", in_cluster: true })),
  );
  for (const { node, readers } of topics) {
    for (const property of ["partitions", "replicationFactor", "minInsyncReplicas", "retentionMs", "retentionBytes"] as const)
      if (node.settings[property] !== undefined) losses.setting(node, property, node.settings[property], "The provider declares MSK clusters, not the topics on them.", "Export to kafka-topics, and run its script against the cluster.");
    if (node.settings.acks !== "all") losses.setting(node, "acks", node.settings.acks, "Acks are the producer's setting.", `Set acks=${node.settings.acks} in its producers.`);
    if (node.settings.unkeyed !== "sticky") losses.setting(node, "unkeyed", node.settings.unkeyed, "How events without a key are spread is the producer's setting.", "Set the round-robin partitioner in its producers.");
    topicReaderLosses(losses, aws.flow, readers, {
      group: "Consumer groups are the consumers' setting.",
      groupRemedy: "Set it as group.id in the consumers.",
      attempts: "Kafka does not try an event again: its consumer does.",
    });
  }
}

/** The brokers' addresses, for the configuration of programs. */
export function brokersOf(aws: AwsDocument): Reference {
  return aws.named("aws_msk_cluster", "topics", aws.topology.design.name).reference.at("bootstrap_brokers_sasl_iam");
}
