import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../document/parse-json.ts";
import { formatDesign } from "../document/format.ts";
import { loadDesign } from "../document/load.ts";
import type { Design } from "../document/schema.ts";
import { anyDesign } from "../testing/arbitrary-design.ts";
import { compareDesigns, isSameDesign } from "./compare-designs.ts";
import { describeComparison } from "./describe-comparison.ts";

const at = (x: number) => ({ x, y: 0 });
const design: Design = {
  format: "spillway",
  version: 1,
  name: "Shop",
  nodes: [
    { id: "orders", kind: "producer", name: "Orders", position: at(0), settings: { arrivals: { process: "poisson", ratePerSecond: 50 } } },
    { id: "inbox", kind: "queue", name: "Inbox", position: at(1) },
    { id: "bill", kind: "consumer", name: "Billing", position: at(2), zone: "a", settings: { replicas: 2, serviceTime: { distribution: "constant", meanMs: 15 } } },
  ],
  edges: [
    { id: "e1", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } },
    { id: "e2", from: { node: "inbox", port: "out" }, to: { node: "bill", port: "in" } },
  ],
  zones: [{ id: "a", name: "Frankfurt" }, { id: "b", name: "Zurich" }],
  slos: [{ id: "s", name: "Fast", target: { node: "bill" }, metric: "waitMs", percentile: 95, op: "<=", value: 500 }],
};

/** The lines that tell what a change did. */
function told(change: (copy: Design) => void): string {
  const copy = structuredClone(design);
  change(copy);
  return describeComparison(compareDesigns(design, copy));
}

const node = (copy: Design, id: string) => copy.nodes.find((each) => each.id === id)!;

describe("what changed between two designs", () => {
  test.each<[string, (copy: Design) => void, string]>([
    ["a setting, with its unit", (copy) => (node(copy, "bill").settings!.serviceTime = { distribution: "constant", meanMs: 1500 }), "Nodes\n  ~ Billing: service time › mean 15 ms → 1.5 s\n"],
    ["a setting that had its default", (copy) => (node(copy, "inbox").settings = { attempts: 5 }), "Nodes\n  ~ Inbox: attempts 3 → 5\n"],
    ["a group of settings", (copy) => (node(copy, "inbox").settings = { rateLimit: { max: 5, durationMs: 1000 } }), "Nodes\n  ~ Inbox: rate limit none → max 5, per 1 s\n"],
    ["a name", (copy) => (node(copy, "bill").name = "Invoices"), "Nodes\n  ~ Invoices: was called Billing\n"],
    ["a zone", (copy) => (node(copy, "bill").zone = "b"), "Nodes\n  ~ Billing: zone Frankfurt → Zurich\n"],
    ["a kind", (copy) => (node(copy, "bill").kind = "sink"), "Nodes\n  ~ Billing: consumer → sink\n"],
    ["a node more", (copy) => copy.nodes.push({ id: "mail", kind: "deadLetter", name: "Mail", position: at(3), settings: { retentionMs: 60_000 } }), "Nodes\n  + Mail: dead letter; retention 1 min\n"],
    ["a node less", (copy) => copy.nodes.splice(1, 1), "Nodes\n  - Inbox\n"],
    ["an edge more", (copy) => copy.edges.push({ id: "e3", from: { node: "bill", port: "failed" }, to: { node: "inbox", port: "in" } }), "Edges\n  + Billing (failed) → Inbox\n"],
    ["an edge less", (copy) => copy.edges.splice(0, 1), "Edges\n  - Orders → Inbox\n"],
    ["an implicit queue", (copy) => copy.edges.push({ id: "e3", from: { node: "orders", port: "out" }, to: { node: "bill", port: "in" }, settings: { attempts: 1 } }), "Edges\n  + Orders → Billing: attempts 1\n"],
    ["a zone's name", (copy) => (copy.zones = [{ id: "a", name: "Berlin", provider: "aws" }, ...design.zones!.slice(1)]), "Zones\n  ~ Berlin: was called Frankfurt; provider none → aws\n"],
    ["an SLO", (copy) => (copy.slos = [{ ...design.slos![0]!, value: 400 }]), "SLOs\n  ~ Fast: p95 wait of Billing at most 400 ms, over the whole run; it was p95 wait of Billing at most 500 ms, over the whole run\n"],
    ["the load", (copy) => (copy.scenario = { load: [{ atMs: 5000, node: "orders", ratePerSecond: 80, shape: "ramp", durationMs: 1000 }] }), "Scenario\n  + at 5 s: Orders goes to 80/s within 1 s\n"],
    ["an experiment", (copy) => (copy.scenario = { chaos: [{ id: "c", atMs: 0, experiment: "kill-zone", target: { zone: "a" }, hypothesis: "It holds." }] }), 'Scenario\n  + at 0 ms: kill-zone on Frankfurt (It holds.)\n'],
    ["seed and name", (copy) => Object.assign(copy, { seed: 9, name: "Store" }), "Design\n  ~ Store: name “Shop” → “Store”; seed 1 → 9\n"],
  ])("%s", (_, change, words) => expect(told(change)).toBe(words));

  test("defaults that are written out, moved nodes, other edge ids and notes on the canvas are no difference in what it does", () => {
    const copy = structuredClone(design);
    node(copy, "inbox").settings = { attempts: 3 };
    node(copy, "bill").position = at(400);
    copy.edges = copy.edges.map((edge) => ({ ...edge, id: `x${edge.id}` }));
    copy.annotations = [{ id: "n", text: "Hello", position: at(0) }];
    const found = compareDesigns(design, copy);
    expect(isSameDesign(found)).toBe(true);
    expect(describeComparison(found)).toBe("Moved on the canvas: Billing.\nNotes on the canvas differ.\n");
  });

  test("gives the values of a setting beside its words", () => {
    const copy = structuredClone(design);
    node(copy, "bill").settings!.replicas = 4;
    expect(compareDesigns(design, copy).changes).toEqual([{ part: "node", change: "changed", id: "bill", name: "Billing", details: [{ words: "replicas 2 → 4", setting: ["replicas"], before: 2, after: 4 }] }]);
  });

  test("a name cannot begin a line or rewrite the screen", () => {
    expect(told((copy) => (node(copy, "bill").name = "a\n  + b\u001B[2K"))).toBe("Nodes\n  ~ a   + b [2K: was called Billing\n");
  });
});

test("a design is the same as itself written and read again, and what is added one way is removed the other", () => {
  fc.assert(
    fc.property(anyDesign, anyDesign, (one, two) => {
      const again = loadDesign(formatDesign(one));
      expect(again.ok && compareDesigns(one, again.design)).toEqual({ changes: [], moved: [], annotations: false });
      const [there, back] = [compareDesigns(one, two), compareDesigns(two, one)];
      const counted = (found: typeof there, change: string): number => found.changes.filter((each) => each.change === change).length;
      expect(counted(there, "added")).toBe(counted(back, "removed"));
      expect(counted(there, "changed")).toBe(counted(back, "changed"));
      expect(parseJson(JSON.stringify(there)).ok).toBe(true);
    }),
    { numRuns: 15 },
  );
});
