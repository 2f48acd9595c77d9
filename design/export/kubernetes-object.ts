import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IService } from "kubernetes-models/v1/Service";
import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { ITriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { Arguments } from "./rabbitmq-definitions.ts";

interface Metadata {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A topic as Strimzi's operator makes it (`043-Crd-kafkatopic.yaml` of strimzi-kafka-operator). */
export interface KafkaTopicObject {
  readonly apiVersion: "kafka.strimzi.io/v1" | "kafka.strimzi.io/v1beta2";
  readonly kind: "KafkaTopic";
  readonly metadata: Metadata;
  readonly spec: { readonly partitions: number; readonly replicas: number; readonly config: Readonly<Record<string, number>> };
}

interface OnCluster {
  readonly vhost: string;
  readonly rabbitmqClusterReference: { readonly name: string };
  readonly arguments?: Arguments;
}

/** Queues, exchanges and bindings as RabbitMQ's topology operator makes them (`config/crd/bases` of messaging-topology-operator). */
export type RabbitObject = { readonly apiVersion: "rabbitmq.com/v1beta1"; readonly metadata: Metadata } & (
  | { readonly kind: "Queue"; readonly spec: OnCluster & { readonly name: string; readonly type: string; readonly durable: true; readonly autoDelete: false } }
  | { readonly kind: "Exchange"; readonly spec: OnCluster & { readonly name: string; readonly type: string; readonly durable: true; readonly autoDelete: false } }
  | { readonly kind: "Binding"; readonly spec: OnCluster & { readonly source: string; readonly destination: string; readonly destinationType: "queue" | "exchange"; readonly routingKey: string } }
);

/** Every object that an export to Kubernetes may hold, by the types of Kubernetes' and KEDA's own schemas. */
export type KubernetesObject = IConfigMap | IDeployment | IService | IPodDisruptionBudget | IHorizontalPodAutoscaler | IScaledObject | ITriggerAuthentication | KafkaTopicObject | RabbitObject;
