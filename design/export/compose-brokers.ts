import type { Brokers } from "./deployment-brokers.ts";
import { NETWORKS, healthBy, required, type ComposeService } from "./compose-file.ts";
import { createTopicsScript } from "./kafka-topics.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import type { ExportFile } from "./target.ts";

/** Names that the brokers' services have; programs and stores get others. */
export const BROKER_NAMES = ["rabbitmq", "rabbitmq-definitions", "kafka", "kafka-topics", ...Array.from({ length: 9 }, (_, n) => `kafka-${n + 1}`)];

const RABBITMQ_IMAGE = "rabbitmq:4.0.5-management";
const CURL_IMAGE = "curlimages/curl:8.11.1";
const KAFKA_IMAGE = "apache/kafka:3.9.0";

/** A random id of a Kafka cluster (`kafka-storage.sh random-uuid`); all brokers of one cluster must be given the same. */
const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qk";

/** RabbitMQ, and a service that puts the definitions into it once: a broker that loads them itself makes no user (RabbitMQ, "Schema Definition Export and Import"). */
export function rabbitServices(): Record<string, ComposeService> {
  return {
    rabbitmq: {
      image: RABBITMQ_IMAGE,
      restart: "unless-stopped",
      stop_grace_period: "60s",
      environment: { RABBITMQ_DEFAULT_USER: required("RABBITMQ_USERNAME"), RABBITMQ_DEFAULT_PASS: required("RABBITMQ_PASSWORD") },
      volumes: ["rabbitmq-data:/var/lib/rabbitmq"],
      healthcheck: healthBy("rabbitmq-diagnostics -q check_port_connectivity", 50_000),
      networks: NETWORKS,
    },
    "rabbitmq-definitions": {
      image: CURL_IMAGE,
      command: [
        "sh",
        "-c",
        'curl --fail --silent --show-error --user "$$RABBITMQ_USERNAME:$$RABBITMQ_PASSWORD" --header "content-type: application/json" --data-binary @/definitions.json http://rabbitmq:15672/api/definitions',
      ],
      restart: "on-failure",
      environment: { RABBITMQ_USERNAME: required("RABBITMQ_USERNAME"), RABBITMQ_PASSWORD: required("RABBITMQ_PASSWORD") },
      volumes: ["./rabbitmq/definitions.json:/definitions.json:ro"],
      depends_on: { rabbitmq: { condition: "service_healthy" } },
      networks: NETWORKS,
    },
  };
}

/** How many Kafka brokers the topics need: as many as the most replicas of one. */
export function brokersNeeded(topics: readonly KafkaTopic[]): number {
  return Math.max(1, ...topics.map(({ replicationFactor }) => replicationFactor));
}

/** Kafka's bootstrap servers, for so many brokers. */
export function bootstrapServers(count: number): string {
  return kafkaNames(count).map((name) => `${name}:9092`).join(",");
}

function kafkaNames(count: number): string[] {
  return count === 1 ? ["kafka"] : Array.from({ length: count }, (_, n) => `kafka-${n + 1}`);
}

/** Kafka in KRaft mode, and a service that creates the topics once. Three brokers are controllers too, or the only one or two. */
export function kafkaServices(count: number): Record<string, ComposeService> {
  const names = kafkaNames(count);
  const voters = names.slice(0, count >= 3 ? 3 : 1);
  const internal = String(Math.min(3, count));
  const brokers = names.map((name, n): [string, ComposeService] => {
    const controls = voters.includes(name);
    const environment = {
      CLUSTER_ID,
      KAFKA_NODE_ID: String(n + 1),
      KAFKA_PROCESS_ROLES: controls ? "broker,controller" : "broker",
      KAFKA_LISTENERS: controls ? "PLAINTEXT://:9092,CONTROLLER://:9093" : "PLAINTEXT://:9092",
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${name}:9092`,
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
      KAFKA_CONTROLLER_QUORUM_VOTERS: voters.map((voter, id) => `${id + 1}@${voter}:9093`).join(","),
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: internal,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: internal,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: String(Math.min(2, count)),
      KAFKA_LOG_DIRS: "/var/lib/kafka/data",
    };
    const healthcheck = healthBy("/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092 > /dev/null", 50_000);
    return [name, { image: KAFKA_IMAGE, restart: "unless-stopped", stop_grace_period: "60s", environment, volumes: [`${name}-data:/var/lib/kafka/data`], healthcheck, networks: NETWORKS }];
  });
  return {
    ...Object.fromEntries(brokers),
    "kafka-topics": {
      image: KAFKA_IMAGE,
      command: ["sh", "/create-topics.sh"],
      restart: "on-failure",
      environment: { BOOTSTRAP_SERVERS: bootstrapServers(count) },
      volumes: ["./kafka/create-topics.sh:/create-topics.sh:ro"],
      depends_on: Object.fromEntries(names.map((name) => [name, { condition: "service_healthy" }])),
      networks: NETWORKS,
    },
  };
}

/** What the two services that set the brokers up read. */
export function brokerFiles({ definitions }: Brokers, topics: readonly KafkaTopic[]): ExportFile[] {
  const script = createTopicsScript(topics, "kafka:9092", "/opt/kafka/bin/kafka-topics.sh");
  return [
    ...(definitions === undefined ? [] : [{ path: "rabbitmq/definitions.json", language: "json" as const, text: `${JSON.stringify(definitions, null, 2)}\n` }]),
    ...(topics.length === 0 ? [] : [{ path: "kafka/create-topics.sh", language: "shell" as const, text: script }]),
  ];
}
