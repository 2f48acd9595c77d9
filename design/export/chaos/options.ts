import { z } from "zod";
import { kubernetesOptions } from "../kubernetes-options.ts";

const { namespace, rabbitmqCluster, kafkaCluster, zones } = kubernetesOptions.shape;

/** What an export of experiments may be told: the same words as the export to Kubernetes, whose pods it breaks. */
export const chaosOptions = z.strictObject({
  namespace,
  rabbitmqCluster,
  kafkaCluster,
  zones,
  broker: z
    .string()
    .regex(/^[A-Za-z0-9.-]{1,200}:\d{1,5}$/, "A host and a port, such as rabbitmq:5672.")
    .meta({ title: "Broker", help: "Where Toxiproxy finds the broker." })
    .default("rabbitmq:5672"),
});

export type ChaosOptions = z.output<typeof chaosOptions>;
