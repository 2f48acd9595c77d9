import type { KubernetesOptions } from "./kubernetes-options.ts";

/** What a cluster must have for an export. */
export interface Uses {
  readonly topics: boolean;
  readonly rabbit: boolean;
  readonly keda: boolean;
  /** Hosts at which stores are expected. */
  readonly stores: readonly string[];
}

/** What whoever applies the files has to know. Holds names that were made for it only, never those of the design. */
export function kubernetesReadme({ topics, rabbit, keda, stores }: Uses, { namespace, kafkaCluster, rabbitmqCluster, healthPath, strimziApi }: KubernetesOptions): string {
  const needed = [
    ...(topics ? [`- Strimzi (${strimziApi === "v1" ? "0.49 or newer" : "older than 1.0"}), with a Kafka called \`${kafkaCluster}\` in this namespace.`] : []),
    ...(rabbit ? [`- RabbitMQ's cluster and topology operators, with a RabbitmqCluster called \`${rabbitmqCluster}\` in this namespace.`] : []),
    ...(keda ? ["- KEDA 2.10 or newer."] : []),
    ...stores.map((host) => `- A store that is reachable as \`${host}\`.`),
  ];
  return [
    "# Kubernetes",
    "",
    `1. Make the Secrets that \`secrets.example\` names, in the namespace \`${namespace}\`. No password is in these files.`,
    "2. Say in `kustomization.yaml` where the images are.",
    "3. `kubectl apply --kustomize .`; pods take a changed ConfigMap up when they are restarted (`kubectl rollout restart`).",
    "",
    "## What the cluster must have",
    "",
    ...(needed.length === 0 ? ["Nothing beside itself."] : needed),
    "",
    "## What an image must do",
    "",
    "A design holds no programs: each Deployment runs an image of yours. Everything that was drawn reaches it by its environment: what it reads",
    "(`CONSUME_QUEUES`, `CONSUME_TOPICS`), where it sends (`PUBLISH_QUEUES`, `PUBLISH_EXCHANGES`, `PUBLISH_TOPICS`), where it puts what failed for good",
    "(`FAILED_QUEUES`, `FAILED_TOPICS`), how many events it holds at once (`CONCURRENCY`), and where brokers and stores are.",
    "",
    `It answers \`GET ${healthPath}\` at \`PORT\` with 200 once it is well, runs as a user that is not root, writes to no file, and ends by itself after SIGTERM.`,
    "",
  ].join("\n");
}
