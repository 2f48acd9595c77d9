import { createRequire } from "node:module";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Service } from "kubernetes-models/v1/Service";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { ExportFile } from "../../../design/export/target.ts";
import type { Validator, Validity } from "./validity.ts";

/** RFC 1123: a subdomain, as object names are, and the value of a label. */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

const metadata = z.strictObject({
  name: z.string().regex(NAME),
  labels: z.record(z.string(), z.string().regex(LABEL_VALUE)).optional(),
  annotations: z.record(z.string().regex(/^[a-z0-9.-]+\/[A-Za-z0-9._-]{1,63}$/), z.string().max(262_144)).optional(),
});

/** `rabbitmqClusterReference` and what else all of the topology operator's kinds have (its `config/crd/bases`, v1beta1). */
const onCluster = { vhost: z.string().optional(), arguments: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(), rabbitmqClusterReference: z.strictObject({ name: z.string().min(1) }) };
const declared = { ...onCluster, name: z.string().min(1).max(255), durable: z.boolean(), autoDelete: z.boolean() };

/** Fields that exports use of kinds for which there is no model: strict, by the operators' own definitions. */
const schemas: Readonly<Record<string, z.ZodType>> = {
  // strimzi-kafka-operator, install/cluster-operator/043-Crd-kafkatopic.yaml; names by Kafka's own rule.
  KafkaTopic: z.strictObject({
    apiVersion: z.enum(["kafka.strimzi.io/v1", "kafka.strimzi.io/v1beta2"]),
    kind: z.literal("KafkaTopic"),
    metadata: metadata.extend({ name: z.string().regex(/^[a-z0-9-]{1,249}$/).regex(NAME), labels: z.strictObject({ "strimzi.io/cluster": z.string().regex(LABEL_VALUE).min(1) }) }),
    spec: z.strictObject({
      partitions: z.number().int().min(1),
      replicas: z.number().int().min(1).max(32_767),
      config: z.strictObject({ "retention.ms": z.number().int().min(-1), "retention.bytes": z.number().int().min(-1).optional(), "min.insync.replicas": z.number().int().min(1) }),
    }),
  }),
  Queue: z.strictObject({ apiVersion: z.literal("rabbitmq.com/v1beta1"), kind: z.literal("Queue"), metadata, spec: z.strictObject({ ...declared, type: z.enum(["quorum", "classic", "stream"]) }) }),
  Exchange: z.strictObject({ apiVersion: z.literal("rabbitmq.com/v1beta1"), kind: z.literal("Exchange"), metadata, spec: z.strictObject({ ...declared, type: z.enum(["direct", "fanout", "topic", "headers"]) }) }),
  Binding: z.strictObject({
    apiVersion: z.literal("rabbitmq.com/v1beta1"),
    kind: z.literal("Binding"),
    metadata,
    spec: z.strictObject({ ...onCluster, source: z.string().min(1), destination: z.string().min(1), destinationType: z.enum(["queue", "exchange"]), routingKey: z.string().max(255) }),
  }),
  // kustomize, api/types/kustomization.go
  Kustomization: z.strictObject({
    apiVersion: z.literal("kustomize.config.k8s.io/v1beta1"),
    kind: z.literal("Kustomization"),
    namespace: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
    labels: z.array(z.strictObject({ pairs: z.record(z.string(), z.string().regex(LABEL_VALUE)) })),
    resources: z.array(z.string()),
    images: z.array(z.strictObject({ name: z.string(), newName: z.string(), newTag: z.string() })),
  }),
};

/** Kubernetes' and KEDA's kinds by their own schemas. */
const models: Readonly<Record<string, new (data: never) => { validate(): void }>> = { ConfigMap, Deployment, Service, PodDisruptionBudget, HorizontalPodAutoscaler, ScaledObject, TriggerAuthentication };

interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name: string };
  readonly resources?: readonly string[];
  readonly spec?: unknown;
}

/** Checks every object of an export to Kubernetes by its kind's schema, and that what they name is there. */
export function checkKubernetes(files: readonly ExportFile[]): Validity {
  const problems: string[] = [];
  const seen = new Set<string>();
  const named: { readonly place: string; readonly what: string }[] = [];
  for (const { path, text } of files.filter(({ language }) => language === "yaml")) {
    // Kubernetes reads YAML 1.1, in which `on` is true and 012 is ten.
    for (const document of parseAllDocuments(text, { version: "1.1" })) {
      const object = document.toJS() as AnyObject;
      const place = `${path}: ${object?.kind} ${object?.metadata?.name ?? ""}`.trim();
      const found = document.errors.length > 0 ? document.errors.map(({ message }) => message) : problemsOf(object, files, path);
      problems.push(...found.map((problem) => `${place}: ${problem}`));
      const key = `${object?.kind} ${object?.metadata?.name}`;
      if (seen.has(key)) problems.push(`${place}: there is another one of this name`);
      seen.add(key);
      named.push(...referencesOf(object).map((what) => ({ place, what })));
    }
  }
  problems.push(...named.filter(({ what }) => !seen.has(what)).map(({ place, what }) => `${place}: names ${what}, which is not there`));
  return { checkedWith: `kubernetes-models ${versionOf("kubernetes-models")}, @kubernetes-models/keda ${versionOf("@kubernetes-models/keda")}, and the operators' fields`, problems };
}

export const validate: Validator = (files) => Promise.resolve(checkKubernetes(files));

function problemsOf(object: AnyObject, files: readonly ExportFile[], path: string): string[] {
  const { kind } = object;
  const schema = Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
  if (schema !== undefined) {
    const parsed = schema.safeParse(object);
    const problems = parsed.success ? [] : parsed.error.issues.map(({ path: at, message }) => `/${at.join("/")} ${message}`);
    return kind === "Kustomization" && parsed.success ? unlistedIn(object.resources ?? [], files, path) : problems;
  }
  const Model = Object.hasOwn(models, kind) ? models[kind] : undefined;
  if (Model === undefined) return [`no schema for ${object.apiVersion} ${kind}`];
  const known = metadata.safeParse(object.metadata);
  const problems = known.success ? [] : known.error.issues.map(({ path: at, message }) => `/metadata/${at.join("/")} ${message}`);
  try {
    new Model(object as never).validate();
  } catch (refused) {
    problems.push(refused instanceof Error ? refused.message : String(refused));
  }
  return problems;
}

/** Files that a kustomization lists and that are not there, or the other way round. */
function unlistedIn(resources: readonly string[], files: readonly ExportFile[], own: string): string[] {
  const there = files.filter(({ language, path }) => language === "yaml" && path !== own).map(({ path }) => path);
  return [...resources.filter((path) => !there.includes(path)).map((path) => `/resources lists ${path}, which is not there`), ...there.filter((path) => !resources.includes(path)).map((path) => `/resources does not list ${path}`)];
}

/** What an object names of others in the same export, as kind and name. */
function referencesOf(object: AnyObject): string[] {
  const at = (value: unknown, ...path: readonly (string | number)[]): unknown => path.reduce<unknown>((inner, step) => (typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined), value);
  const name = (kind: string, value: unknown): string[] => (typeof value === "string" ? [`${kind} ${value}`] : []);
  const triggers = at(object, "spec", "triggers");
  return [
    ...name("Deployment", at(object, "spec", "scaleTargetRef", "name")),
    ...name("ConfigMap", at(object, "spec", "template", "spec", "containers", 0, "envFrom", 0, "configMapRef", "name")),
    ...(Array.isArray(triggers) ? triggers.flatMap((trigger: unknown) => name("TriggerAuthentication", at(trigger, "authenticationRef", "name"))) : []),
  ];
}

function versionOf(name: string): string {
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}
