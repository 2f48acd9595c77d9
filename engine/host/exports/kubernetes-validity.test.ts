import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { exportTo } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { designOf } from "../../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import { checkKubernetes } from "./kubernetes-validity.ts";
import { validators } from "./validity.ts";

const everything = designOf(
  { p: ["httpSource"], x: ["exchange", { type: "topic" }], q: ["queue"], t: ["topic"], c: ["consumer", { replicas: 2 }], g: ["consumer"], a: ["autoscaler"], u: ["consumer", { cpu: true }], b: ["autoscaler", { metric: "utilization", threshold: 0.5 }], d: ["deadLetter"] },
  ["p > x", ["x > q", { bindingKey: "#" }], "p > t", "q > c", "t > g", "g.failed > d", "a.governs > c.scaler", "q > u", "b.governs > u.scaler"],
  { zones: [{ id: "z", name: "eu-west-1a" }] },
);
const hostile = { ...everything, name: HOSTILE_NAMES[0]!, nodes: everything.nodes.map((node, n) => ({ ...node, name: HOSTILE_NAMES[n * 2] ?? "" })) };

function kubectlIsHere(): boolean {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("the check of exports to Kubernetes", () => {
  it("says what it checked with, and nothing of what is valid", async () => {
    const check = await validators.kubernetes!();
    const { checkedWith, problems } = await check(exportTo("kubernetes", topologyOf(everything)).files);
    expect([checkedWith, problems]).toEqual([expect.stringMatching(/^kubernetes-models 4\.\S+, @kubernetes-models\/keda 0\.4\./), []]);
  });

  it("names file, object and place of what is wrong", () => {
    const problemsOf = (text: string) => checkKubernetes([{ path: "a.yaml", language: "yaml", text }]).problems;
    const scaled = (metadata: string) => `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: a }\nspec: { scaleTargetRef: { name: b }, triggers: [{ type: kafka, metadata: ${metadata} }] }\n`;
    expect(problemsOf(scaled("{ lagThreshold: 10 }"))).toEqual([expect.stringMatching(/^a\.yaml: ScaledObject a: .*string/s), expect.stringContaining("names Deployment b, which is not there")]);
    expect(problemsOf(scaled('{ lagThreshold: "10" }'))).toHaveLength(1);
    expect(problemsOf("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: A_b }\n")).toEqual([expect.stringContaining("/metadata/name")]);
    expect(problemsOf(`apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, labels: { b: ${"x".repeat(64)} } }\n`)).toEqual([expect.stringContaining("/metadata/labels/b")]);
    // To Kubernetes' YAML, on is no text.
    expect(problemsOf("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { B: on }\n")).toHaveLength(1);
    expect(problemsOf("apiVersion: rabbitmq.com/v1beta1\nkind: Queue\nmetadata: { name: a }\nspec: { name: a, durable: true, autoDelete: false, type: quorum, imagined: 1, rabbitmqClusterReference: { name: r } }\n")).toEqual([expect.stringContaining("imagined")]);
    expect(problemsOf("apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n")).toEqual([expect.stringContaining("no schema")]);
  });

  it.skipIf(!kubectlIsHere())("`kubectl kustomize` builds every object, in its namespace and with its image (skipped where there is no kubectl)", { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "spillway-kubernetes-"));
    try {
      const { files } = exportTo("kubernetes", topologyOf(hostile), { namespace: "shop" });
      for (const { path, text } of files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const objectsIn = (text: string) => parseAllDocuments(text).map((each) => each.toJS() as { kind: string; metadata: { name: string; namespace?: string; annotations?: Record<string, string> } });
      const idsOf = (objects: ReturnType<typeof objectsIn>) => objects.map(({ kind, metadata }) => [kind, metadata.name, metadata.annotations?.["spillway/name"]].join(" ")).toSorted((a, b) => a.localeCompare(b));
      const built = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8", stdio: "pipe" });
      expect(idsOf(objectsIn(built))).toEqual(idsOf(files.filter(({ language, path }) => language === "yaml" && path !== "kustomization.yaml").flatMap(({ text }) => objectsIn(text))));
      expect(objectsIn(built).every(({ metadata }) => metadata.namespace === "shop")).toBe(true);
      expect(built.match(/image: registry\.example\.com\/[a-z0-9-]+:1\.0\.0/g)).toHaveLength(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
