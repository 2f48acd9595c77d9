import { flowOf } from "../graph/compile.ts";
import type { Topology } from "../topology/topology.ts";
import { brokersOf } from "./deployment-brokers.ts";
import { deploymentAnswers, losePrograms } from "./deployment-losses.ts";
import { QUEUE_REDIS, RABBITMQ } from "./deployment-settings.ts";
import { deploymentOf, type DeployedService } from "./deployment.ts";
import { loseSurroundings } from "./kind-answers.ts";
import { queueAuthentication, rabbitObjects, topicObjects } from "./kubernetes-channels.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { kubernetesOptions, type KubernetesOptions } from "./kubernetes-options.ts";
import { kubernetesReadme } from "./kubernetes-readme.ts";
import { loseIdleScalers, scalerOf } from "./kubernetes-scaler.ts";
import { secretsExample, secretsNeeded } from "./kubernetes-secrets.ts";
import { workloadOf } from "./kubernetes-workload.ts";
import { loseZones } from "./kubernetes-zones.ts";
import { DNS_LABEL, NameScope } from "./names.ts";
import { defineTarget, LossReport, type ExportFile, type ExportResult, type KindAnswer } from "./target.ts";
import { yamlText } from "./yaml.ts";

/** KEDA names a HorizontalPodAutoscaler after its object, `keda-hpa-` before it, and that is a label's value: 63 at most. */
const LONGEST_NAME = 53;

const STORE: KindAnswer = { lost: "Data want an operator or a managed service: no server is written, but its callers are told where it is.", instead: "Make it reachable under the name that its callers' ConfigMaps have." };

/** Deployments with their autoscalers, topics for Strimzi, queues for RabbitMQ's topology operator. */
export const kubernetes = defineTarget({
  title: "Kubernetes",
  summary: "Deployments, KEDA scalers, Strimzi topics and RabbitMQ queues, for kubectl apply --kustomize.",
  options: kubernetesOptions,
  kinds: { ...deploymentAnswers("partly"), cache: STORE, database: STORE },
  write(topology, options): ExportResult {
    const losses = new LossReport();
    const flow = flowOf(topology.design);
    const brokers = brokersOf(topology, flow, losses, options.queues);
    const addresses = { rabbitmq: options.rabbitmqCluster, redis: options.redisHost, kafka: `${options.kafkaCluster}-kafka-bootstrap:9092`, storeHost: ({ name }: { name: string }) => name };
    const deployment = deploymentOf(topology, flow, brokers, addresses, [RABBITMQ, QUEUE_REDIS, options.redisHost, options.rabbitmqCluster], LONGEST_NAME);

    const programs = deployment.services.map((service) => ({ service, objects: objectsOf(service, topology, brokers, options, losses) }));
    const channels: KubernetesObject[] = brokers.definitions === undefined ? [] : rabbitObjects(brokers.definitions, options);
    const keda = programs.some(({ objects }) => objects.some(({ kind }) => kind === "ScaledObject"));
    const asksQueues = programs.some(({ objects }) => objects.some((object) => object.kind === "ScaledObject" && object.spec.triggers.some(({ authenticationRef }) => authenticationRef !== undefined)));
    const topics = topicObjects(brokers.topics, options);

    losses.kinds(topology, flow.nodes.values(), this.kinds);
    losePrograms(losses, topology, deployment);
    loseWhatIsRounded(losses, deployment.services);
    loseIdleScalers(losses, flow, deployment.services);
    loseZones(losses, topology, options.zones);
    loseSurroundings(losses, { ...topology, zones: [] }, "Kubernetes");

    const files = [
      ...programs.map(({ service, objects }) => yamlFile(`${service.name}.yaml`, objects)),
      yamlFile("kafka/topics.yaml", topics),
      yamlFile("rabbitmq/topology.yaml", channels),
      yamlFile("keda/authentication.yaml", asksQueues ? [queueAuthentication(options)] : []),
    ].filter(({ text }) => text !== "");
    const needed = secretsNeeded(deployment, asksQueues, options);
    const uses = { topics: topics.length > 0, rabbit: channels.length > 0, keda, stores: deployment.stores.filter(({ callers }) => callers > 0).map(({ name }) => name) };
    return {
      files: [
        yamlFile("kustomization.yaml", [kustomizationOf(files, deployment.services, topology, options)]),
        ...files,
        { path: "secrets.example", language: "shell", text: secretsExample(needed, options) },
        { path: "README.md", language: "markdown", text: kubernetesReadme(uses, options) },
      ],
      losses: losses.all(topology),
    };
  },
});

function objectsOf(service: DeployedService, { zones }: Topology, brokers: ReturnType<typeof brokersOf>, options: KubernetesOptions, losses: LossReport): KubernetesObject[] {
  const { node, scaler } = service.service;
  const scaling = scaler === undefined ? undefined : scalerOf(service, scaler, brokers, options, losses);
  const mostReplicas = scaling === undefined ? service.replicas : Math.max(service.replicas, scaler?.settings.maxReplicas ?? 0);
  if (scaling !== undefined) losses.setting(node, "replicas", service.replicas, "Its autoscaler sets the number, also at the start.", "Raise the autoscaler's least, where it must begin with more.");
  return [...workloadOf(service, scaling !== undefined, mostReplicas, zones, options), ...(scaling === undefined ? [] : [scaling])];
}

/** Probes count whole seconds. */
function loseWhatIsRounded(losses: LossReport, services: readonly DeployedService[]): void {
  for (const { service, startMs } of services)
    if (!Number.isInteger(startMs / 1000)) losses.setting(service.node, "coldStartMs", startMs, `Probes count whole seconds: written as ${Math.ceil(startMs / 1000)} s.`, "Nothing, if a second does not matter.");
}

/** What `kubectl apply --kustomize` begins with: the files, and where the images are. */
function kustomizationOf(files: readonly ExportFile[], services: readonly DeployedService[], { design }: Topology, { namespace, imagePrefix, imageTag }: KubernetesOptions): object {
  return {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    namespace,
    labels: [{ pairs: { "app.kubernetes.io/part-of": new NameScope(DNS_LABEL).of("design", design.name) } }],
    resources: files.map(({ path }) => path),
    images: services.map(({ name }) => ({ name, newName: `${imagePrefix}${name}`, newTag: imageTag })),
  };
}

function yamlFile(path: string, objects: readonly object[]): ExportFile {
  return { path, language: "yaml", text: yamlText(...objects) };
}
