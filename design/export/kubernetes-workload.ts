import type { Zone } from "../document/schema.ts";
import { type DeployedService } from "./deployment.ts";
import { SERVICE_PORT } from "./deployment-settings.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import { secretKey } from "./kubernetes-secrets.ts";
import { zoneLabel, zoneValue } from "./kubernetes-zones.ts";
import { printable } from "./yaml.ts";

/** Kubernetes' own grace period (`terminationGracePeriodSeconds`), seconds. */
const USUAL_GRACE_SECONDS = 30;

/** What is common to all objects of a program: its labels, and what it is called in the design, where it may be called anything. */
export function metadataOf({ name, service }: DeployedService) {
  return { name, labels: labelsOf(name), annotations: { "spillway/id": service.node.id, "spillway/name": printable(service.node.name) } };
}

function labelsOf(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name };
}

/** A program's configuration, its Deployment, a Service where others connect to it, and a disruption budget where it has copies. */
export function workloadOf(service: DeployedService, scaled: boolean, mostReplicas: number, zones: readonly Zone[], options: KubernetesOptions): KubernetesObject[] {
  const metadata = metadataOf(service);
  const selector = { matchLabels: labelsOf(service.name) };
  const port = { name: "http", port: SERVICE_PORT, targetPort: "http" };
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: Object.fromEntries([...service.settings].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []))) },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        // An autoscaler sets the number: every apply would set it back.
        ...(scaled ? {} : { replicas: service.replicas }),
        selector,
        template: { metadata: { labels: labelsOf(service.name), annotations: metadata.annotations }, spec: podOf(service, mostReplicas, zones, options) },
      },
    },
    ...(service.listens ? [{ apiVersion: "v1" as const, kind: "Service" as const, metadata, spec: { selector: labelsOf(service.name), ports: [port] } }] : []),
    ...(mostReplicas > 1 ? [{ apiVersion: "policy/v1" as const, kind: "PodDisruptionBudget" as const, metadata, spec: { maxUnavailable: 1, selector } }] : []),
  ];
}

type PodSpec = NonNullable<NonNullable<Extract<KubernetesObject, { kind: "Deployment" }>["spec"]>["template"]["spec"]>;

function podOf(service: DeployedService, mostReplicas: number, zones: readonly Zone[], options: KubernetesOptions): PodSpec {
  const { name, settings, startMs, processors } = service;
  const get = { path: options.healthPath, port: "http" };
  return {
    terminationGracePeriodSeconds: Math.max(USUAL_GRACE_SECONDS, service.graceSeconds),
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    ...placementOf(service, mostReplicas, zones, options),
    containers: [
      {
        name,
        // The kustomization says where it is and which.
        image: name,
        ports: [{ name: "http", containerPort: SERVICE_PORT }],
        envFrom: [{ configMapRef: { name } }],
        env: [...settings].flatMap(([variable, value]) => (typeof value === "string" ? [] : [{ name: variable, valueFrom: { secretKeyRef: secretKey(value, options) } }])),
        startupProbe: { httpGet: get, initialDelaySeconds: Math.ceil(startMs / 1000), periodSeconds: 5, failureThreshold: 30 },
        livenessProbe: { httpGet: get, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
        readinessProbe: { httpGet: get, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
        resources: {
          requests: { cpu: processors === undefined ? options.cpuRequest : String(processors), memory: options.memoryRequest },
          limits: { memory: options.memoryLimit },
        },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
      },
    ],
  };
}

/** Copies are spread over what the design's zones are, or held in the zone of their node. */
function placementOf({ name, service }: DeployedService, mostReplicas: number, zones: readonly Zone[], { zones: how }: KubernetesOptions): Pick<PodSpec, "topologySpreadConstraints" | "nodeSelector"> {
  if (how === "pin") {
    const zone = zones.find(({ id }) => id === service.node.zone);
    return zone === undefined ? {} : { nodeSelector: { [zoneLabel(zone)]: zoneValue(zone) } };
  }
  const keys = new Set(zones.map(zoneLabel));
  if (keys.size === 0 || mostReplicas < 2) return {};
  return { topologySpreadConstraints: [...keys].map((topologyKey) => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: "ScheduleAnyway" as const, labelSelector: { matchLabels: labelsOf(name) } })) };
}
