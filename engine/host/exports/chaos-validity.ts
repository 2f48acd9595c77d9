import { createRequire } from "node:module";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { ExportFile } from "../../../design/export/target.ts";
import type { Validity } from "./validity.ts";

const { version } = createRequire(import.meta.url)("yaml/package.json") as { version: string };

const duration = z.string().regex(/^(\d+(ms|[smh]))+$/);
const dnsName = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const labels = z.record(z.string().regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/), z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/));

/** `pkg/selector/generic` and `api/v1alpha1/selector.go` of Chaos Mesh: what is not known there is refused by its schema. */
const selector = z.strictObject({
  namespaces: z.array(dnsName).min(1),
  labelSelectors: labels.optional(),
  expressionSelectors: z.array(z.strictObject({ key: z.string(), operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]), values: z.array(z.string()).optional() })).optional(),
  nodeSelectors: labels.optional(),
});
const scope = { mode: z.enum(["one", "all", "fixed", "fixed-percent", "random-max-percent"]), value: z.string().regex(/^\d+$/).optional(), selector, duration: duration.optional() };

const podChaos = z.discriminatedUnion("action", [
  z.strictObject({ ...scope, action: z.literal("pod-kill"), gracePeriod: z.number().int().min(0).optional() }),
  z.strictObject({ ...scope, action: z.literal("pod-failure"), duration }),
]);
const networked = { ...scope, direction: z.enum(["to", "from", "both"]), target: z.strictObject({ mode: scope.mode, selector }).optional() };
const networkChaos = z.discriminatedUnion("action", [
  z.strictObject({ ...networked, action: z.literal("partition") }),
  z.strictObject({ ...networked, action: z.literal("delay"), delay: z.strictObject({ latency: duration, jitter: duration, correlation: z.string() }) }),
  z.strictObject({ ...networked, action: z.literal("bandwidth"), bandwidth: z.strictObject({ rate: z.string().regex(/^\d+(bps|kbps|mbps|gbps)$/), limit: z.number().int().positive(), buffer: z.number().int().positive() }) }),
]);
const stressChaos = z.strictObject({ ...scope, stressors: z.strictObject({ cpu: z.strictObject({ workers: z.number().int().positive(), load: z.number().min(0).max(100) }) }) });

const named = { name: dnsName, deadline: duration };
const template = z.discriminatedUnion("templateType", [
  z.strictObject({ ...named, templateType: z.literal("Parallel"), children: z.array(dnsName).min(1) }),
  z.strictObject({ ...named, templateType: z.literal("Serial"), children: z.array(dnsName).min(1) }),
  z.strictObject({ ...named, templateType: z.literal("Suspend") }),
  z.strictObject({ ...named, templateType: z.literal("PodChaos"), podChaos }),
  z.strictObject({ ...named, templateType: z.literal("NetworkChaos"), networkChaos }),
  z.strictObject({ ...named, templateType: z.literal("StressChaos"), stressChaos }),
]);

/** A workflow as Chaos Mesh 2 takes it (chaos-mesh.org/docs/create-chaos-mesh-workflow). */
const workflow = z
  .strictObject({
    apiVersion: z.literal("chaos-mesh.org/v1alpha1"),
    kind: z.literal("Workflow"),
    metadata: z.strictObject({ name: dnsName, namespace: dnsName }),
    spec: z.strictObject({ entry: dnsName, templates: z.array(template).min(1) }),
  })
  .superRefine(({ spec }, context) => {
    const names = new Set(spec.templates.map(({ name }) => name));
    if (names.size !== spec.templates.length) context.addIssue({ code: "custom", message: "two templates have one name" });
    const wanted = [spec.entry, ...spec.templates.flatMap((each) => ("children" in each ? each.children : []))];
    for (const name of wanted) if (!names.has(name)) context.addIssue({ code: "custom", message: `there is no template ${name}` });
  });

/** Toxiproxy's own configuration (`toxiproxy.json`), and toxics as its API takes them (github.com/Shopify/toxiproxy). */
const proxies = z.array(z.strictObject({ name: z.string().min(1), listen: z.string().regex(/^[\d.]+:\d{1,5}$/), upstream: z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/), enabled: z.boolean() }));
const attributes = (...names: string[]) => z.strictObject(Object.fromEntries(names.map((name) => [name, z.number().min(0)])));
const stream = { name: z.string().min(1), stream: z.enum(["upstream", "downstream"]), toxicity: z.number().min(0).max(1) };
const toxics = z.array(
  z.strictObject({
    atMs: z.number(),
    endMs: z.number(),
    proxy: z.string(),
    toxic: z.discriminatedUnion("type", [
      z.strictObject({ ...stream, type: z.literal("latency"), attributes: attributes("latency", "jitter") }),
      z.strictObject({ ...stream, type: z.literal("bandwidth"), attributes: attributes("rate") }),
      z.strictObject({ ...stream, type: z.literal("timeout"), attributes: attributes("timeout") }),
      z.strictObject({ ...stream, type: z.literal("reset_peer"), attributes: attributes("timeout") }),
      z.strictObject({ ...stream, type: z.literal("slow_close"), attributes: attributes("delay") }),
      z.strictObject({ ...stream, type: z.literal("slicer"), attributes: attributes("average_size", "size_variation", "delay") }),
      z.strictObject({ ...stream, type: z.literal("limit_data"), attributes: attributes("bytes") }),
    ]),
  }),
);

/** Checks experiments by the schemas of Chaos Mesh's and Toxiproxy's documentation; of a runbook that it has no hole. */
export async function validate(files: readonly ExportFile[]): Promise<Validity> {
  const problems = files.flatMap(({ path, text }) => problemsOf(path, text).map((problem) => `${path}: ${problem}`));
  return { checkedWith: `yaml ${version}, and the schemas of Chaos Mesh's workflows and Toxiproxy's proxies and toxics`, problems };
}

function problemsOf(path: string, text: string): string[] {
  switch (path) {
    case "chaos-mesh.yaml":
      return parseAllDocuments(text).flatMap((document) => (document.errors.length > 0 ? document.errors.map(({ message }) => message) : issuesOf(workflow, document.toJS())));
    case "toxiproxy.json":
      return issuesOf(proxies, JSON.parse(text));
    case "toxics.json":
      return issuesOf(toxics, JSON.parse(text));
    default:
      return /undefined|\[object |NaN/.test(text) ? ["says nothing where it should"] : [];
  }
}

function issuesOf(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}
