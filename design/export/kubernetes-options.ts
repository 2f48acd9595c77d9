import { z } from "zod";
import { choice } from "../kinds/fields.ts";

function dnsName(title: string, help: string, fallback: string) {
  return z.string().regex(/^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$/, "Lower case letters, digits and hyphens, a letter first, at most 53.").meta({ title, help }).default(fallback);
}

function quantity(title: string, help: string, fallback: string) {
  return z.string().regex(/^\d{1,6}(m|Ki|Mi|Gi)?$/, "A whole number, with m, Ki, Mi or Gi behind it if it is meant.").meta({ title, help }).default(fallback);
}

/** What an export to Kubernetes may be told. */
export const kubernetesOptions = z.strictObject({
  namespace: dnsName("Namespace", "Where everything is created.", "default"),
  queues: choice(["rabbitmq", "redis"], { title: "Queues on", help: "RabbitMQ, by its topology operator; or Redis, where BullMQ makes them: then exchanges are lost." }).default("rabbitmq"),
  rabbitmqCluster: dnsName("RabbitMQ cluster", "Name of the RabbitmqCluster that holds the queues.", "rabbitmq"),
  kafkaCluster: dnsName("Kafka cluster", "Name of Strimzi's Kafka that holds the topics.", "kafka"),
  strimziApi: choice(["v1", "v1beta2"], { title: "Strimzi version", help: "v1 for Strimzi 0.49 and newer, v1beta2 for older ones." }).default("v1"),
  redisHost: dnsName("Redis of the queues", "Service of the Redis that holds the queues, where they are on Redis.", "queues-redis"),
  zones: choice(["spread", "pin"], { title: "Zones", help: "Spread each program's pods over the cluster's zones, or hold them in the zone that they are drawn in: its name is then the cluster's." }).default("spread"),
  imagePrefix: z
    .string()
    .regex(/^([a-z0-9][a-z0-9._:/-]{0,199}\/)?$/, "A registry and path that ends with /, or nothing.")
    .meta({ title: "Image prefix", help: "Where the images are, for example registry.example.com/orders/; a design holds none." })
    .default("registry.example.com/"),
  imageTag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "Letters, digits, and . _ -.").meta({ title: "Image tag", help: "Tag of every image." }).default("1.0.0"),
  cpuRequest: quantity("CPU request", "What each pod is given of a processor; a consumer that burns CPU gets one for each slot.", "100m"),
  memoryRequest: quantity("Memory request", "What each pod is sure to have.", "128Mi"),
  memoryLimit: quantity("Memory limit", "What each pod may have at most.", "512Mi"),
  healthPath: z
    .string()
    .regex(/^\/[A-Za-z0-9._~/-]{0,199}$/, "A path begins with / and has letters, digits, and - . _ ~ /.")
    .meta({ title: "Health path", help: "What a program answers with 200 when it is well." })
    .default("/healthz"),
});

export type KubernetesOptions = z.output<typeof kubernetesOptions>;
