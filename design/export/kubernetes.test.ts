import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { checkKubernetes } from "../../engine/host/exports/kubernetes-validity.ts";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { designOf } from "../../tests/support/designs.ts";
import { examples } from "../../tests/support/examples.ts";
import { silentLosses } from "../../tests/support/silent-losses.ts";
import type { Design, Json } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import { exportTo } from "./registry.ts";
import { printable } from "./yaml.ts";

interface AnyObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("kubernetes", topologyOf(design), options);
  const objects = files.filter(({ language, path }) => language === "yaml" && path !== "kustomization.yaml").flatMap(({ text }) => parseAllDocuments(text).map((each) => each.toJS() as AnyObject));
  const object = (kind: string, name: string): AnyObject | undefined => objects.find((each) => each.kind === kind && each.metadata.name === name);
  return { files, objects, object, spec: (kind: string, name: string) => object(kind, name)?.spec, file: (path: string) => files.find((each) => each.path === path)?.text ?? "", lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property) };
}

/** A consumer of a queue or topic with an autoscaler. */
function scaled(settings: Record<string, Json>, { channel = "queue", consumer = {}, options = {} }: { channel?: string; consumer?: Record<string, Json>; options?: Record<string, unknown> } = {}) {
  return exported(designOf({ p: ["producer"], q: [channel], c: ["consumer", consumer], a: ["autoscaler", settings] }, ["p > q", "q > c", "a.governs > c.scaler"]), options);
}

describe("Kubernetes", () => {
  it("deploys each program with probes, resources, configuration and Secret references", () => {
    const { objects, object, spec, file, lost } = exported(
      designOf({ p: ["httpSource", { path: "/orders" }], q: ["queue"], c: ["consumer", { replicas: 3, concurrency: 2, cpu: true, timeoutMs: 90_000, coldStartMs: 20_000, crashRate: 0.1 }], d: ["database"] }, ["p > q", "q > c", "c.call > d.call"]),
    );
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(["ConfigMap p", "Deployment p", "Service p", "ConfigMap c", "Deployment c", "PodDisruptionBudget c", "Queue q"]);
    expect(object("ConfigMap", "p")?.data).toMatchObject({ HTTP_PATH: "/orders", PUBLISH_QUEUES: "q" });
    expect(object("ConfigMap", "c")?.data).toMatchObject({ CONSUME_QUEUES: "q", CONCURRENCY: "2", D_HOST: "d", RABBITMQ_HOST: "rabbitmq" });
    expect(spec("Deployment", "c")).toMatchObject({
      replicas: 3,
      template: {
        spec: {
          terminationGracePeriodSeconds: 90,
          containers: [
            {
              image: "c",
              startupProbe: { initialDelaySeconds: 20 },
              resources: { requests: { cpu: "2", memory: "128Mi" }, limits: { memory: "512Mi" } },
              env: expect.arrayContaining([{ name: "RABBITMQ_PASSWORD", valueFrom: { secretKeyRef: { name: "rabbitmq-default-user", key: "password" } } }, { name: "D_PASSWORD", valueFrom: { secretKeyRef: { name: "d", key: "password" } } }]) as unknown,
            },
          ],
        },
      },
    });
    expect(parse(file("kustomization.yaml"))).toMatchObject({ namespace: "default", resources: ["p.yaml", "c.yaml", "rabbitmq/topology.yaml"], images: [{ name: "p", newName: "registry.example.com/p", newTag: "1.0.0" }, { name: "c" }] });
    expect(file("secrets.example")).toContain("create secret generic d --from-file=username=./d.username --from-file=password=./d.password");
    expect([lost("c"), lost("d")]).toEqual([["crashRate"], ["kind"]]);
  });

  it("O1 scales by the length or rate of a queue, to zero and back, with every figure as a text", () => {
    const { spec, object, lost } = scaled({ threshold: 20, minReplicas: 0, maxReplicas: 7, activationThreshold: 3, pollingMs: 10_000, cooldownMs: 60_500, stabilizationDownMs: 120_000, syncMs: 5000 }, { consumer: { replicas: 2 } });
    expect(spec("ScaledObject", "c")).toMatchObject({
      scaleTargetRef: { name: "c" },
      pollingInterval: 10,
      cooldownPeriod: 61,
      minReplicaCount: 0,
      maxReplicaCount: 7,
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 120 }, scaleUp: { stabilizationWindowSeconds: 0 } } } },
      triggers: [{ type: "rabbitmq", metadata: { protocol: "http", queueName: "q", mode: "QueueLength", value: "20", activationValue: "3" }, authenticationRef: { name: "queues" } }],
    });
    expect(object("TriggerAuthentication", "queues")?.spec).toEqual({ secretTargetRef: [{ parameter: "host", name: "rabbitmq-keda", key: "host" }] });
    expect(spec("Deployment", "c")).not.toHaveProperty("replicas");
    expect([lost("a"), lost("c")]).toEqual([["cooldownMs", "syncMs"], ["replicas"]]);
    expect(scaled({ metric: "ratePerSecond", threshold: 2.5 }).spec("ScaledObject", "c")).toMatchObject({ triggers: [{ metadata: { mode: "MessageRate", value: "2.5" } }] });
  });

  it("O1 scales by the lag of a topic's group, by a list of Redis, and by the processor", () => {
    const topic = scaled({ threshold: 7.5 }, { channel: "topic", consumer: { group: "g", offsetReset: "earliest" } });
    expect(topic.spec("ScaledObject", "c")).toMatchObject({ triggers: [{ type: "kafka", metadata: { bootstrapServers: "kafka-kafka-bootstrap:9092", consumerGroup: "g", topic: "q", lagThreshold: "8", activationLagThreshold: "0", offsetResetPolicy: "earliest" } }] });
    expect(topic.lost("a")).toEqual(["threshold"]);
    const redis = scaled({}, { options: { queues: "redis" } });
    expect(redis.spec("ScaledObject", "c")).toMatchObject({ triggers: [{ type: "redis", metadata: { address: "queues-redis:6379", listName: "bull:q:wait", listLength: "10" } }] });
    expect(redis.lost("a")).toEqual(["metric"]);
    const processor = scaled({ metric: "utilization", threshold: 0.7, minReplicas: 2 }, { consumer: { cpu: true } });
    expect(processor.spec("HorizontalPodAutoscaler", "c")).toMatchObject({ minReplicas: 2, metrics: [{ resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }] });
  });

  it("O1 loses a metric that nothing in a cluster tells, and keeps the replicas that are drawn", () => {
    for (const settings of [{ metric: "waitMs", threshold: 100 }, { metric: "utilization", threshold: 0.5 }]) {
      const { spec, lost, objects } = scaled(settings, { consumer: { replicas: 2 } });
      expect(objects.some(({ kind }) => kind === "ScaledObject" || kind === "HorizontalPodAutoscaler")).toBe(false);
      expect(spec("Deployment", "c")).toMatchObject({ replicas: 2 });
      expect(lost("a")).toEqual(["metric", "threshold", "minReplicas", "maxReplicas"]);
    }
  });

  it("T6 T7 makes topics by Strimzi, and X1 queues, exchanges and bindings by RabbitMQ's operator", () => {
    const { objects, spec } = exported(
      designOf({ p: ["producer"], t: ["topic", { partitions: 6, retentionBytes: 5000 }], c: ["consumer"], d: ["deadLetter"], x: ["exchange", { type: "direct" }], q: ["queue", { attempts: 4 }], w: ["consumer"] }, ["p > t", "t > c", "c.failed > d", "p > x", ["x > q", { bindingKey: "k" }], "q > w"]),
    );
    expect(objects.filter(({ kind }) => kind === "KafkaTopic").map(({ metadata, spec: { partitions } }) => [metadata.name, partitions])).toEqual([["t", 6], ["t-c-dlt", 6]]);
    expect(spec("KafkaTopic", "t")).toEqual({ partitions: 6, replicas: 3, config: { "retention.ms": 604_800_000, "retention.bytes": 5000, "min.insync.replicas": 2 } });
    expect(spec("Queue", "q")).toMatchObject({ name: "q", type: "quorum", arguments: { "x-delivery-limit": 3 }, rabbitmqClusterReference: { name: "rabbitmq" } });
    expect(spec("Binding", "x-to-q")).toMatchObject({ source: "x", destination: "q", destinationType: "queue", routingKey: "k" });
  });

  it("O3 spreads copies over the design's zones, or holds programs in their own", () => {
    const design: Design = { ...designOf({ p: ["producer"], c: ["consumer", { replicas: 2 }] }, ["p > c"]), zones: [{ id: "a", name: "eu-west-1a" }, { id: "b", name: "Zone B", provider: "aws" }] };
    const placed: Design = { ...design, nodes: design.nodes.map((node) => ({ ...node, zone: node.id === "p" ? "a" : "b" })) };
    const spread = exported(placed);
    expect(spread.spec("Deployment", "c")).toMatchObject({ template: { spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone" }] } } });
    expect([spread.lost("a"), spread.lost("b")]).toEqual([["zones"], ["provider", "zones"]]);
    const pinned = exported(placed, { zones: "pin" });
    expect([pinned.spec("Deployment", "p"), pinned.spec("Deployment", "c")]).toMatchObject([{ template: { spec: { nodeSelector: { "topology.kubernetes.io/zone": "eu-west-1a" } } } }, { template: { spec: { nodeSelector: { "topology.kubernetes.io/zone": "zone-b" } } } }]);
    expect([pinned.lost("a"), pinned.lost("b")]).toEqual([[], ["provider", "name"]]);
  });

  it("finds every example valid", { timeout: 120_000 }, () => {
    for (const { file, design } of examples()) for (const options of [{}, { queues: "redis", zones: "pin", strimziApi: "v1beta2" }]) expect([file, checkKubernetes(exported(design, options).files).problems]).toEqual([file, []]);
  });

  it("is valid and says all it was given as data, whatever is drawn and however it is called", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(arbitraryDesign, fc.constantFrom({}, { queues: "redis", zones: "pin" }), (design, options) => {
        const { files, objects } = exported(design, options);
        expect(checkKubernetes(files).problems).toEqual([]);
        const { services } = topologyOf(design);
        const deployments = objects.filter(({ kind }) => kind === "Deployment");
        expect(deployments.map(({ metadata }) => metadata.annotations?.["spillway/name"])).toEqual(services.map(({ node }) => printable(node.name)));
        for (const [n, { data = {} }] of objects.filter(({ kind }) => kind === "ConfigMap").entries()) {
          expect(data["SERVICE_NAME"]).toBe(printable(services[n]!.node.name));
          for (const [variable, value] of Object.entries(data)) expect([/^[A-Z][A-Z0-9_]*$/.test(variable), typeof value]).toEqual([true, "string"]);
        }
        expect(objects.some(({ kind }) => kind === "Secret")).toBe(false);
        for (const { text, language } of files) if (language === "yaml") expect(parseAllDocuments(text, { version: "1.1" }).map((each) => each.toJS() as unknown)).toEqual(parseAllDocuments(text).map((each) => each.toJS() as unknown));
      }),
      { numRuns: 20 },
    );
  });

  it("drops no setting in silence", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(arbitraryDesign, fc.constantFrom({}, { queues: "redis", zones: "pin" }), (design, options) => {
        expect(silentLosses("kubernetes", design, options)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });
});
