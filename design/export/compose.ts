import { z } from "zod";
import { flowOf } from "../graph/compile.ts";
import { choice } from "../kinds/fields.ts";
import { bootstrapServers, BROKER_NAMES, brokerFiles, brokersNeeded, kafkaServices, rabbitServices } from "./compose-brokers.ts";
import { healthBy, literal, NETWORKS, required, type ComposeService } from "./compose-file.ts";
import { hasPassword, storeService } from "./compose-stores.ts";
import { composeReadme, exampleEnvironment, imageVariable, publishedPort, variablesOf } from "./compose-variables.ts";
import { brokersOf, type Brokers } from "./deployment-brokers.ts";
import { deploymentAnswers, losePrograms, loseStore } from "./deployment-losses.ts";
import { RABBITMQ, SERVICE_PORT, variableOf, type Setting } from "./deployment-settings.ts";
import { deploymentOf, type DeployedService } from "./deployment.ts";
import { DNS_LABEL, NameScope } from "./names.ts";
import type { KafkaTopic } from "./kafka-topic.ts";
import { loseSurroundings } from "./kind-answers.ts";
import { defineTarget, LossReport, type ExportResult } from "./target.ts";
import { printable, yamlText } from "./yaml.ts";

const options = z.strictObject({
  kafkaBrokers: choice(["as-drawn", "one"], { title: "Kafka brokers", help: "As many as the topics' replication factor needs, or one, which keeps a single copy of everything." }).default("as-drawn"),
  serviceMemory: z
    .string()
    .regex(/^\d{1,6}[KMG]$/, "A whole number with K, M or G behind it.")
    .meta({ title: "Memory of a service", help: "The most memory that each container of a service gets, for example 512M." })
    .default("512M"),
  cacheEntryBytes: z.number().int().min(1).max(1e9).meta({ title: "Size of a cache entry", help: "Redis limits memory, not entries: it gets so many bytes for each.", unit: "bytes" }).default(1024),
  healthPath: z
    .string()
    .regex(/^\/[A-Za-z0-9._~/-]{0,199}$/, "A path begins with / and has letters, digits, and - . _ ~ /.")
    .meta({ title: "Health path", help: "What a service answers with 200 when it is well." })
    .default("/healthz"),
});

type Options = z.output<typeof options>;

/** Brokers, stores and services for `docker compose up`. */
export const compose = defineTarget({
  title: "Docker Compose",
  summary: "Brokers, stores and a service for each program, for docker compose up.",
  options,
  kinds: deploymentAnswers({ lost: "Compose runs as many containers as it is told.", instead: "Export to Kubernetes, where KEDA scales, or scale by hand: docker compose up --scale." }),
  write(topology, given): ExportResult {
    const losses = new LossReport();
    const flow = flowOf(topology.design);
    const brokers = brokersOf(topology, flow, losses, "rabbitmq");
    const topics = given.kafkaBrokers === "one" ? brokers.topics.map(onOneBroker) : brokers.topics;
    if (given.kafkaBrokers === "one") for (const { node } of topology.topics) loseReplicas(node, losses);
    const kafkaCount = brokersNeeded(topics);
    const addresses = { rabbitmq: "rabbitmq", redis: "", kafka: bootstrapServers(kafkaCount), storeHost: ({ name }: { name: string }) => name };
    const deployment = deploymentOf(topology, flow, brokers, addresses, BROKER_NAMES);
    const usesRabbit = brokers.definitions !== undefined;

    losses.kinds(topology, flow.nodes.values(), this.kinds);
    losePrograms(losses, topology, deployment);
    for (const store of deployment.stores) loseStore(losses, topology, store);
    loseSurroundings(losses, topology, "Compose");

    const services: Record<string, ComposeService> = {
      ...(usesRabbit ? rabbitServices() : {}),
      ...(topics.length > 0 ? kafkaServices(kafkaCount) : {}),
      ...Object.fromEntries(deployment.stores.map((store) => [store.name, storeService(store, given.cacheEntryBytes)])),
    };
    const unprotected = new Set(deployment.stores.filter((store) => !hasPassword(store)).map(({ name }) => name));
    const listening = deployment.services.filter(({ listens }) => listens);
    for (const service of deployment.services) services[service.name] = programOf(service, listening.indexOf(service), brokers, unprotected, given);
    const volumes = Object.values(services).flatMap(({ volumes: mounted = [] }) => mounted.flatMap((mount) => /^([a-z0-9-]+):/.exec(mount)?.[1] ?? []));
    const document = {
      name: new NameScope(DNS_LABEL).of("design", topology.design.name),
      services,
      ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
      networks: Object.fromEntries(NETWORKS.map((name) => [name, {}])),
    };
    const variables = variablesOf(deployment, usesRabbit);
    return {
      files: [
        { path: "compose.yaml", language: "yaml", text: yamlText(document) },
        ...brokerFiles(brokers, topics),
        { path: ".env.example", language: "text", text: exampleEnvironment(variables) },
        { path: "README.md", language: "markdown", text: composeReadme(variables, given.healthPath) },
      ],
      losses: losses.all(topology),
    };
  },
});

function programOf(service: DeployedService, nthListening: number, { definitions }: Brokers, unprotected: ReadonlySet<string>, { serviceMemory, healthPath }: Options): ComposeService {
  const { name, replicas, settings, graceSeconds, startMs, processors } = service;
  const port = publishedPort(name, nthListening);
  const environment = [...settings].flatMap(([variable, value]): [string, string][] => (typeof value === "object" && unprotected.has(value.of) ? [] : [[variable, settingText(value)]]));
  const reserved = processors === undefined ? {} : { reservations: { cpus: String(processors) } };
  return {
    image: required(imageVariable(name)),
    restart: "unless-stopped",
    init: true,
    stop_grace_period: `${graceSeconds}s`,
    environment: Object.fromEntries(environment),
    ...(service.listens ? { ports: [`127.0.0.1:\${${port.name}:-${port.otherwise}}:${SERVICE_PORT}`] } : {}),
    healthcheck: healthBy(`wget -q -O /dev/null http://127.0.0.1:${SERVICE_PORT}${healthPath}`, startMs),
    ...dependsOn(service, definitions !== undefined),
    deploy: { replicas, resources: { limits: { memory: serviceMemory }, ...reserved } },
    labels: { "spillway.id": service.service.node.id, "spillway.name": literal(printable(service.service.node.name)) },
    networks: NETWORKS,
  };
}

/** It starts when its stores are well, and what it reads and writes has been made. */
function dependsOn({ usesQueues, usesTopics, stores }: DeployedService, onRabbit: boolean): Pick<ComposeService, "depends_on"> {
  const made = [...(usesQueues && onRabbit ? ["rabbitmq-definitions"] : []), ...(usesTopics ? ["kafka-topics"] : [])];
  const all = [...made.map((name) => [name, { condition: "service_completed_successfully" }] as const), ...stores.map(({ name }) => [name, { condition: "service_healthy" }] as const)];
  return all.length === 0 ? {} : { depends_on: Object.fromEntries(all) };
}

function settingText(value: Setting): string {
  if (typeof value === "string") return literal(value);
  return required(value.of === RABBITMQ ? `RABBITMQ_${value.part.toUpperCase()}` : `${variableOf(value.of)}_${value.part.toUpperCase()}`);
}

function onOneBroker(topic: KafkaTopic): KafkaTopic {
  return { ...topic, replicationFactor: 1, configEntries: topic.configEntries.map((entry) => (entry.name === "min.insync.replicas" ? { ...entry, value: "1" } : entry)) };
}

function loseReplicas({ id, name, settings }: { id: string; name: string; settings: { replicationFactor: number; minInsyncReplicas: number } }, losses: LossReport): void {
  for (const property of ["replicationFactor", "minInsyncReplicas"] as const)
    if (settings[property] > 1) losses.setting({ id, name }, property, settings[property], "There is one broker: written as 1.", "Choose as many brokers as are drawn.");
}
