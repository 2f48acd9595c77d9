import type { Flow } from "../graph/compile.ts";
import type { SettingsOf } from "../kinds/registry.ts";
import type { NodeOf } from "../topology/topology.ts";
import type { Brokers } from "./deployment-brokers.ts";
import type { DeployedService } from "./deployment.ts";
import { loseDrawnSettings } from "./kind-answers.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { metadataOf } from "./kubernetes-workload.ts";
import type { LossReport } from "./target.ts";

type Scaler = NodeOf<"autoscaler">;
type Settings = SettingsOf<"autoscaler">;
type Trigger = NonNullable<Extract<KubernetesObject, { kind: "ScaledObject" }>["spec"]>["triggers"][number];

/** The longest window that a HorizontalPodAutoscaler takes (`stabilizationWindowSeconds`), seconds. */
const LONGEST_WINDOW_SECONDS = 3600;

/** How the controller manager is set up where nobody changed it. */
const CLUSTER_WIDE = "It is one setting of the cluster, for all autoscalers.";

/** Names of what lets KEDA into the brokers of queues. */
export const TRIGGER_AUTHENTICATION = "queues";

/** An object that scales a program as its autoscaler says (rule O1); none, and reported, where nothing in a cluster does. */
export function scalerOf(service: DeployedService, scaler: Scaler, brokers: Brokers, options: KubernetesOptions, losses: LossReport): KubernetesObject | undefined {
  const object = scaler.settings.metric === "utilization" ? byProcessor(service, scaler, losses) : byTriggers(service, scaler, brokers, options, losses);
  if (object === undefined) return undefined;
  loseDrawnSettings(losses, scaler, ["metric", "threshold", "activationThreshold", "minReplicas", "maxReplicas", "pollingMs", "cooldownMs", "stabilizationDownMs", "stabilizationUpMs"], CLUSTER_WIDE, "Set it on the cluster's kube-controller-manager, or do with its default.");
  return object;
}

/** Reports the autoscalers that scale no program: another one is looked at first, or they are attached to nothing. */
export function loseIdleScalers(losses: LossReport, flow: Flow, services: readonly DeployedService[]): void {
  const used = new Set(services.map(({ service }) => service.scaler?.id));
  for (const node of flow.nodes.values())
    if (node.kind === "autoscaler" && !used.has(node.id)) losses.setting(node, "kind", node.kind, "It governs no program, or one that another autoscaler governs.", "Attach it to a consumer of its own, or take it away.");
}

/** Reports an autoscaler for which there is no object. */
function loseAll(losses: LossReport, scaler: Scaler, why: string, instead: string): undefined {
  losses.setting(scaler, "metric", scaler.settings.metric, why, instead);
  for (const property of ["threshold", "minReplicas", "maxReplicas"] as const) losses.setting(scaler, property, scaler.settings[property], "It belongs to the metric, which cannot be said.", instead);
  loseDrawnSettings(losses, scaler, ["metric", "threshold", "minReplicas", "maxReplicas"], "It belongs to the metric, which cannot be said.", instead);
  return undefined;
}

/** The share of slots that are busy is the share of the processor only where the slots burn it. */
function byProcessor(service: DeployedService, scaler: Scaler, losses: LossReport): KubernetesObject | undefined {
  if (service.processors === undefined) return loseAll(losses, scaler, "A cluster sees how busy a processor is, not how many slots wait for something else.", "Have the program tell its busy slots, and scale by a Prometheus trigger.");
  const { settings } = scaler;
  const percent = Math.max(1, Math.round(settings.threshold * 100));
  if (percent !== settings.threshold * 100) losses.setting(scaler, "threshold", settings.threshold, `It is a whole number of per cent: written as ${percent}.`, "Nothing, if a part of a per cent does not matter.");
  for (const property of ["pollingMs", "cooldownMs"] as const)
    if (settings[property] !== { pollingMs: 30_000, cooldownMs: 300_000 }[property]) losses.setting(scaler, property, settings[property], "It is for scaling to zero, which this autoscaler does not.", "Nothing.");
  if (settings.activationThreshold !== 0) losses.setting(scaler, "activationThreshold", settings.activationThreshold, "It is for scaling to zero, which this autoscaler does not.", "Nothing.");
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadataOf(service),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: service.name },
      minReplicas: settings.minReplicas,
      maxReplicas: settings.maxReplicas,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } } }],
      behavior: behaviorOf(scaler, losses),
    },
  };
}

function byTriggers(service: DeployedService, scaler: Scaler, brokers: Brokers, options: KubernetesOptions, losses: LossReport): KubernetesObject | undefined {
  const { settings } = scaler;
  if (settings.metric === "waitMs") return loseAll(losses, scaler, "No broker tells how long an event waits.", "Have the program tell it, and scale by a Prometheus trigger; or choose lag.");
  const triggers = service.service.reads.flatMap(({ key, group }) => {
    const from = brokers.endpointOf(key);
    if (from?.type === "topic") return settings.metric === "lag" ? [ofTopic(from.name, group ?? "", service, scaler, options, losses)] : [];
    return from === undefined ? [] : ofQueue(from.name, scaler, options, losses);
  });
  if (triggers.length === 0) return loseAll(losses, scaler, "KEDA's scaler for what it reads does not tell this metric.", "Choose lag, or scale by a Prometheus trigger.");
  if (triggers.length < service.service.reads.length || triggers.length > 1)
    losses.setting(scaler, "metric", settings.metric, "Each channel is looked at for itself: the one that asks for the most decides, not their sum.", "Give each channel a consumer of its own.");
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: metadataOf(service),
    spec: {
      scaleTargetRef: { name: service.name },
      pollingInterval: seconds(scaler, "pollingMs", losses, 1),
      cooldownPeriod: seconds(scaler, "cooldownMs", losses),
      minReplicaCount: settings.minReplicas,
      maxReplicaCount: settings.maxReplicas,
      advanced: { horizontalPodAutoscalerConfig: { behavior: behaviorOf(scaler, losses) } },
      triggers,
    },
  };
}

/** KEDA lets no more replicas run than a topic has partitions, as the design does. */
function ofTopic(topic: string, consumerGroup: string, { service }: DeployedService, scaler: Scaler, { kafkaCluster }: KubernetesOptions, losses: LossReport): Trigger {
  const offsetResetPolicy = service.node.kind === "consumer" ? service.node.settings.offsetReset : "latest";
  return {
    type: "kafka",
    metadata: {
      bootstrapServers: `${kafkaCluster}-kafka-bootstrap:9092`,
      consumerGroup,
      topic,
      lagThreshold: whole(scaler, "threshold", losses),
      activationLagThreshold: whole(scaler, "activationThreshold", losses),
      offsetResetPolicy,
    },
  };
}

/** RabbitMQ is asked over its management API, which counts what is being served too, and knows rates; a list of Redis has a length only. */
function ofQueue(queue: string, scaler: Scaler, { queues, redisHost }: KubernetesOptions, losses: LossReport): Trigger[] {
  const { metric } = scaler.settings;
  const authenticationRef = { name: TRIGGER_AUTHENTICATION };
  if (queues === "rabbitmq")
    return [{ type: "rabbitmq", metadata: { protocol: "http", vhostName: "/", queueName: queue, mode: metric === "lag" ? "QueueLength" : "MessageRate", value: decimal(scaler, "threshold", losses), activationValue: decimal(scaler, "activationThreshold", losses) }, authenticationRef }];
  if (metric !== "lag") return [];
  losses.setting(scaler, "metric", metric, "KEDA sees the list of what waits: not what is being served, has a priority or is delayed.", "Lower the threshold by the concurrency, or have the program tell its lag to Prometheus.");
  return [{ type: "redis", metadata: { address: `${redisHost}:6379`, listName: `bull:${queue}:wait`, listLength: whole(scaler, "threshold", losses), activationListLength: whole(scaler, "activationThreshold", losses) }, authenticationRef }];
}

function behaviorOf(scaler: Scaler, losses: LossReport) {
  const window = (property: "stabilizationDownMs" | "stabilizationUpMs"): number => {
    const wanted = seconds(scaler, property, losses);
    if (wanted > LONGEST_WINDOW_SECONDS) losses.setting(scaler, property, scaler.settings[property], "A window is an hour at most: written as that.", "Do with an hour.");
    return Math.min(wanted, LONGEST_WINDOW_SECONDS);
  };
  return { scaleDown: { stabilizationWindowSeconds: window("stabilizationDownMs") }, scaleUp: { stabilizationWindowSeconds: window("stabilizationUpMs") } };
}

type Milliseconds = Extract<keyof Settings, `${string}Ms`>;

function seconds(scaler: Scaler, property: Milliseconds, losses: LossReport, least = 0): number {
  const ms = scaler.settings[property];
  const rounded = Math.max(least, Math.ceil(ms / 1000));
  if (rounded * 1000 !== ms) losses.setting(scaler, property, ms, `It is whole seconds: written as ${rounded} s.`, "Nothing, if a second does not matter.");
  return rounded;
}

function whole(scaler: Scaler, property: "threshold" | "activationThreshold", losses: LossReport): string {
  const value = scaler.settings[property];
  const rounded = Math.ceil(value);
  if (rounded !== value) losses.setting(scaler, property, value, `It is a whole number of events: written as ${rounded}.`, "Nothing, if a part of an event does not matter.");
  return String(rounded);
}

/** A number as KEDA reads it from a text: without an exponent, to a millionth. */
function decimal(scaler: Scaler, property: "threshold" | "activationThreshold", losses: LossReport): string {
  const value = scaler.settings[property];
  const text = (value > 0 ? Math.max(value, 1e-6) : value).toFixed(6).replace(/\.?0+$/, "");
  if (Number(text) !== value) losses.setting(scaler, property, value, `It is written to a millionth: ${text}.`, "Nothing, if a millionth does not matter.");
  return text;
}
