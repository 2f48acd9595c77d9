import type { KafkaTopic } from "./kafka-topic.ts";
import type { KafkaTopicObject, KubernetesObject, RabbitObject } from "./kubernetes-object.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { TRIGGER_AUTHENTICATION } from "./kubernetes-scaler.ts";
import { kedaSecret } from "./kubernetes-secrets.ts";
import { DNS_LABEL, NameScope } from "./names.ts";
import type { Definitions } from "./rabbitmq-definitions.ts";

/** Topics as Strimzi makes them. Their names may be object names as they are, and have room for it. */
export function topicObjects(topics: readonly KafkaTopic[], { kafkaCluster, strimziApi }: KubernetesOptions): KafkaTopicObject[] {
  return topics.map(({ topic, numPartitions, replicationFactor, configEntries }) => ({
    apiVersion: `kafka.strimzi.io/${strimziApi}`,
    kind: "KafkaTopic",
    metadata: { name: topic, labels: { "strimzi.io/cluster": kafkaCluster } },
    spec: { partitions: numPartitions, replicas: replicationFactor, config: Object.fromEntries(configEntries.map(({ name, value }) => [name, Number(value)])) },
  }));
}

/** Definitions as RabbitMQ's topology operator makes them, each an object of its own. */
export function rabbitObjects({ queues, exchanges, bindings }: Definitions, { rabbitmqCluster }: KubernetesOptions): RabbitObject[] {
  const apiVersion = "rabbitmq.com/v1beta1";
  const rabbitmqClusterReference = { name: rabbitmqCluster };
  const [queueNames, exchangeNames, bindingNames] = [new NameScope(DNS_LABEL), new NameScope(DNS_LABEL), new NameScope(DNS_LABEL)];
  const given = <Arguments extends object>(all: Arguments): { arguments?: Arguments } => (Object.keys(all).length === 0 ? {} : { arguments: all });
  return [
    ...queues.map(({ name, vhost, durable, auto_delete, arguments: { "x-queue-type": type = "classic", ...rest } }): RabbitObject => ({
      apiVersion,
      kind: "Queue",
      metadata: { name: queueNames.of(name, name) },
      spec: { name, vhost, type: String(type), durable, autoDelete: auto_delete, ...given(rest), rabbitmqClusterReference },
    })),
    ...exchanges.map(({ name, vhost, type, durable, auto_delete, arguments: all }): RabbitObject => ({
      apiVersion,
      kind: "Exchange",
      metadata: { name: exchangeNames.of(name, name) },
      spec: { name, vhost, type, durable, autoDelete: auto_delete, ...given(all), rabbitmqClusterReference },
    })),
    ...bindings.map(({ source, vhost, destination, destination_type, routing_key, arguments: all }, n): RabbitObject => ({
      apiVersion,
      kind: "Binding",
      metadata: { name: bindingNames.of(String(n), `${source.slice(0, 28)}-to-${destination.slice(0, 28)}`) },
      spec: { source, vhost, destination, destinationType: destination_type, routingKey: routing_key, ...given(all), rabbitmqClusterReference },
    })),
  ];
}

/** What lets KEDA read the lengths of queues: a Secret that it is told the name of. */
export function queueAuthentication(options: KubernetesOptions): KubernetesObject {
  const { name, key } = options.queues === "rabbitmq" ? kedaSecret(options) : { name: options.redisHost, key: "password" };
  const parameter = options.queues === "rabbitmq" ? "host" : "password";
  return { apiVersion: "keda.sh/v1alpha1", kind: "TriggerAuthentication", metadata: { name: TRIGGER_AUTHENTICATION }, spec: { secretTargetRef: [{ parameter, name, key }] } };
}
