import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesign, hasErrors } from "../checks/check.ts";
import { AppError } from "../errors.ts";
import { anyDesign } from "../testing/arbitrary-design.ts";
import { anyOperations, perform } from "../testing/arbitrary-operations.ts";
import { align, distribute } from "./arrange.ts";
import { applyDiff, diffDesigns, isEmptyDiff, type DesignDiff } from "./diff.ts";
import { formatDesign } from "./format.ts";
import { copyFragment, fragmentFromText, fragmentToText, wholeFragment } from "./fragment.ts";
import { duplicate, paste } from "./paste.ts";
import { dropNodeOnEdge, insertionRefusal, insertNodeOnEdge } from "./insert-node.ts";
import { loadDesign } from "./load.ts";
import { emptyDesign } from "./new-design.ts";
import { addAnnotation, addSlo, addZone, moveAnnotations, removeSlo, removeZone, renameDesign, setDescription, setScenario, setSeed, setView, updateAnnotation, updateSlo, updateZone } from "./operations-document.ts";
import { replaceSettings, updateEdgeSettings, updateSettings } from "./operations-settings.ts";
import { addedNodes, addNode, assignZone, connect, disconnect, moveNodes, reconnect, removeElements, rename, setLabel, setNotes } from "./operations.ts";
import type { Design, DesignEdge, DesignNode, Json } from "./schema.ts";

const position = { x: 0, y: 0 };

function edge(id: string, from: string, to: string, rest: Partial<DesignEdge> = {}): DesignEdge {
  const end = (text: string) => ({ node: text.split(".")[0] ?? "", port: text.split(".")[1] ?? "" });
  return { id, from: end(from), to: end(to), ...rest };
}

const nodes: DesignNode[] = [
  { id: "orders", kind: "producer", name: "Orders", position },
  { id: "inbox", kind: "queue", position: { x: 260, y: 0 } },
  { id: "billing", kind: "consumer", name: "Billing", position: { x: 520, y: 10 }, zone: "eu", settings: { replicas: 2 } },
  { id: "paid", kind: "sink", position: { x: 900, y: 40 } },
];
const design: Design = {
  ...emptyDesign("Test"),
  nodes,
  edges: [edge("e1", "orders.out", "inbox.in"), edge("e2", "inbox.out", "billing.in"), edge("e4", "billing.out", "paid.in", { label: "done" })],
  zones: [{ id: "eu", name: "EU" }],
};
const direct: Design = { ...design, edges: [edge("e1", "orders.out", "billing.in", { settings: { attempts: 7 } }), edge("e4", "billing.out", "paid.in")] };

function after(from: Design, diff: DesignDiff): Design {
  return applyDiff(from, diff);
}

function nodeIn(from: Design, id: string): DesignNode {
  const found = from.nodes.find((node) => node.id === id);
  if (!found) throw new Error(`No ${id}`);
  return found;
}

describe("every operation", () => {
  it("leaves a design that can be saved and loaded again", () => {
    fc.assert(
      fc.property(anyDesign, anyOperations, (start, operations) => {
        const { last } = perform(start, operations);
        const loaded = loadDesign(formatDesign(last));
        expect(loaded.ok ? loaded.design : loaded.error).toEqual(last);
      }),
      { numRuns: 200 },
    );
  });

  it("changes nothing in place", () => {
    fc.assert(
      fc.property(anyDesign, anyOperations, (start, operations) => {
        const before = structuredClone(start);
        perform(start, operations);
        expect(start).toEqual(before);
      }),
    );
  });

  it.each<[string, () => DesignDiff]>([
    ["a name that is too long", () => rename(design, { node: "inbox", name: "x".repeat(201) })],
    ["a position that is no number", () => moveNodes(design, new Map([["inbox", { x: NaN, y: 0 }]]))],
    ["a position far outside", () => moveNodes(design, new Map([["inbox", { x: 1e9, y: 0 }]]))],
    ["a seed that is no whole number", () => setSeed(design, 1.5)],
    ["a setting that is not JSON", () => updateSettings(design, { node: "inbox", path: ["attempts"], value: Infinity })],
    ["a setting called __proto__", () => updateSettings(design, { node: "inbox", path: ["__proto__", "x"], value: 1 })],
    ["an entry beyond a list's end", () => updateSettings(design, { node: "inbox", path: ["list", 3], value: 1 })],
    ["a node that is not there", () => rename(design, { node: "nobody", name: "N" })],
    ["an edge that is not there", () => setLabel(design, { edge: "nobody", label: "N" })],
    ["an empty path of an SLO", () => addSlo(design, { name: "S", target: { path: [] }, metric: "lost", op: "==", value: 0 })],
    ["more nodes than a design may have", () => paste(design, { nodes: Array.from({ length: 10_000 }, () => nodes[0]!), edges: [], annotations: [], zones: [], wholeZones: [] })],
  ])("refuses %s as wrong use", (_, operation) => {
    expect(operation).toThrow(AppError);
    expect(operation).toThrow(expect.objectContaining({ code: "wrong-use" }) as Error);
  });
});

describe("adding and removing", () => {
  it("adds a node with a fresh id and name", () => {
    let current = design;
    for (const kind of ["queue", "queue", "deadLetter"] as const) current = after(current, addNode(current, { kind, position: { x: 1, y: 2 } }));
    expect(current.nodes.slice(4)).toEqual([
      { id: "queue-1", kind: "queue", name: "Work queue", position: { x: 1, y: 2 } },
      { id: "queue-2", kind: "queue", name: "Work queue 2", position: { x: 1, y: 2 } },
      { id: "dead-letter-1", kind: "deadLetter", name: "Dead letter", position: { x: 1, y: 2 } },
    ]);
    const diff = addNode(design, { kind: "sink", position, name: "Paid", settings: { "x-a": 1 }, zone: "eu" });
    expect(addedNodes(diff)).toEqual(["sink-1"]);
    expect(diff.nodes.added[0]?.record).toMatchObject({ name: "Paid", settings: { "x-a": 1 }, zone: "eu" });
  });

  it("removes a node with its edges and what refers to it, and nothing else", () => {
    const watched: Design = {
      ...design,
      slos: [
        { id: "s1", name: "a", target: { node: "billing" }, metric: "lost", op: "==", value: 0 },
        { id: "s2", name: "b", target: { path: ["orders", "billing"] }, metric: "lost", op: "==", value: 0 },
        { id: "s3", name: "c", target: { all: true }, metric: "lost", op: "==", value: 0 },
      ],
      scenario: {
        load: [{ atMs: 0, node: "billing" }, { atMs: 0, node: "orders" }],
        chaos: [{ id: "c1", atMs: 0, experiment: "kill", target: { node: "billing" } }, { id: "c2", atMs: 0, experiment: "kill", target: "broker" }],
      },
    };
    const left = after(watched, removeElements(watched, { nodes: ["billing"] }));
    expect(left.nodes.map((node) => node.id)).toEqual(["orders", "inbox", "paid"]);
    expect(left.edges.map((each) => each.id)).toEqual(["e1"]);
    expect(left.slos?.map((slo) => slo.id)).toEqual(["s3"]);
    expect(left.scenario).toEqual({ load: [{ atMs: 0, node: "orders" }], chaos: [{ id: "c2", atMs: 0, experiment: "kill", target: "broker" }] });
    expect(checkDesign(left).filter((problem) => problem.code === "unknown-reference")).toEqual([]);
    expect(after(watched, removeElements(watched, { edges: ["e1"] })).scenario).toBe(watched.scenario);
    const twice: Design = { ...design, scenario: { chaos: ["e1", "e2"].map((id) => ({ id, atMs: 0, experiment: "duplicate", target: { edge: id } })) } };
    expect(after(twice, removeElements(twice, { edges: ["e1"] })).scenario?.chaos?.map(({ id }) => id)).toEqual(["e2"]);
    expect(isEmptyDiff(removeElements(watched, { nodes: ["nobody"], edges: ["nobody"], annotations: ["nobody"] }))).toBe(true);
  });

  it("a list that has become empty is not written", () => {
    const noted = after(design, addAnnotation(design, { text: "Hi", position }));
    const left = after(noted, removeElements(noted, { annotations: ["note-1"] }));
    expect(Object.hasOwn(left, "annotations")).toBe(false);
  });
});

describe("connecting", () => {
  it("G1 draws an edge with a fresh id, and refuses what the ports refuse", () => {
    const diff = connect(design, { from: { node: "billing", port: "failed" }, to: { node: "paid", port: "in" } });
    expect(diff.edges.added[0]?.record).toEqual(edge("e3", "billing.failed", "paid.in"));
    expect(() => connect(design, { from: { node: "inbox", port: "out" }, to: { node: "paid", port: "in" } })).toThrow("A queue hands its events to consumers");
    expect(after(design, disconnect(design, ["e1", "e4"])).edges.map((each) => each.id)).toEqual(["e2"]);
  });

  it("G2 moves an edge's end in place and keeps an implicit queue's settings only while it is one", () => {
    const moved = after(direct, reconnect(direct, { edge: "e1", from: { node: "billing", port: "failed" } }));
    expect(moved.edges[0]).toEqual(edge("e1", "billing.failed", "billing.in", { settings: { attempts: 7 } }));
    const plain = after(direct, reconnect(direct, { edge: "e1", to: { node: "inbox", port: "in" } }));
    expect(plain.edges[0]).toEqual(edge("e1", "orders.out", "inbox.in"));
    const bound = edge("e1", "hub.out", "inbox.in", { settings: { bindingKey: "orders.*" } });
    const routed: Design = { ...design, nodes: [...nodes, { id: "hub", kind: "exchange", position }, { id: "spare", kind: "queue", position }], edges: [bound] };
    const other = after(routed, reconnect(routed, { edge: "e1", to: { node: "spare", port: "in" } }));
    expect(other.edges[0]).toEqual(edge("e1", "hub.out", "spare.in", { settings: { bindingKey: "orders.*" } }));
    expect(() => reconnect(design, { edge: "e2", to: { node: "paid", port: "in" } })).toThrow("hands its events");
    expect(isEmptyDiff(reconnect(design, { edge: "e2" }))).toBe(true);
  });
});

describe("putting a node on an edge", () => {
  it("leads the edge through the node", () => {
    const placed = after(design, insertNodeOnEdge(design, { edge: "e1", kind: "filter", position: { x: 130, y: 0 } }));
    expect(placed.edges.map(({ id, from, to }) => `${id} ${from.node}.${from.port} ${to.node}.${to.port}`)).toEqual([
      "e1 orders.out filter-1.in",
      "e3 filter-1.out inbox.in",
      "e2 inbox.out billing.in",
      "e4 billing.out paid.in",
    ]);
    expect(hasErrors(checkDesign(placed))).toBe(false);
  });

  it("G1 says why a kind does not fit", () => {
    expect(insertionRefusal(design, "e2", { kind: "filter" })).toBe("A queue hands its events to consumers; put the filter before the queue or after the consumer.");
    expect(insertionRefusal(design, "e4", { kind: "queue" })).toBe("A queue hands its events to consumers; put the sink after a consumer.");
    expect(insertionRefusal(design, "e1", { kind: "producer" })).toBe("A producer has nothing to lead an edge through.");
    expect(insertionRefusal(design, "e1", { kind: "router" })).toBeNull();
    expect(() => insertNodeOnEdge(design, { edge: "e2", kind: "filter", position })).toThrow("hands its events");
  });

  it("G2 an implicit queue's settings stay with the queue", () => {
    const queue = after(direct, insertNodeOnEdge(direct, { edge: "e1", kind: "queue", position }));
    expect(nodeIn(queue, "queue-1").settings).toEqual({ attempts: 7 });
    const filter = after(direct, insertNodeOnEdge(direct, { edge: "e1", kind: "filter", position }));
    expect(filter.edges.slice(0, 2).map((each) => each.settings)).toEqual([undefined, { attempts: 7 }]);
    const consumer = after(direct, insertNodeOnEdge(direct, { edge: "e1", kind: "consumer", position }));
    expect(consumer.edges.slice(0, 2).map((each) => each.settings)).toEqual([{ attempts: 7 }, undefined]);
    for (const each of [queue, filter, consumer]) expect(hasErrors(checkDesign(each))).toBe(false);
  });

  it("takes a node that is there already, but not an end of the edge", () => {
    const loose = after(design, addNode(design, { kind: "filter", position }));
    expect(after(loose, dropNodeOnEdge(loose, { edge: "e1", node: "filter-1" })).edges.map((each) => each.to.node)).toEqual(["filter-1", "inbox", "billing", "paid"]);
    expect(() => dropNodeOnEdge(loose, { edge: "e1", node: "inbox" })).toThrow("an end of this edge");
  });
});

describe("changing settings", () => {
  const set = (node: string, path: (string | number)[], value: Json | undefined, from = design) => nodeIn(after(from, updateSettings(from, { node, path, value })), node).settings;

  it("writes what was chosen, a default too, and removes what is undefined", () => {
    expect(set("inbox", ["attempts"], 3)).toEqual({ attempts: 3 });
    expect(set("billing", ["replicas"], undefined)).toBeUndefined();
    expect(set("billing", ["replicas"], -5)).toEqual({ replicas: -5 });
    expect(set("inbox", ["backoff", "jitter"], 0.5)).toEqual({ backoff: { jitter: 0.5 } });
  });

  it("begins a missing distribution, or list, from its default", () => {
    expect(set("billing", ["serviceTime", "meanMs"], 20)).toEqual({ replicas: 2, serviceTime: { distribution: "exponential", meanMs: 20 } });
    const routed = after(design, addNode(design, { kind: "router", position }));
    expect(set("router-1", ["rules", 0, "when"], "false", routed)).toEqual({ rules: [{ port: "matched", when: "false" }] });
    expect(set("router-1", ["rules", 1], { port: "b", when: "true" }, routed)).toEqual({ rules: [{ port: "matched", when: "true" }, { port: "b", when: "true" }] });
    expect(set("router-1", ["rules", 0], undefined, routed)).toEqual({ rules: [] });
    for (const each of [set("billing", ["serviceTime", "meanMs"], 20), set("inbox", ["rateLimit", "max"], 5)]) expect(each).toBeDefined();
  });

  it("shares what is not on the path, and is no change when the value is the same", () => {
    const nested: Design = { ...design, nodes: [{ id: "q", kind: "queue", position, settings: { backoff: { delayMs: 5 }, rateLimit: { max: 1, durationMs: 1 } } }], edges: [] };
    const settings = nodeIn(after(nested, updateSettings(nested, { node: "q", path: ["backoff", "delayMs"], value: 6 })), "q").settings;
    expect(settings?.["rateLimit"]).toBe(nested.nodes[0]?.settings?.["rateLimit"]);
    expect(isEmptyDiff(updateSettings(nested, { node: "q", path: ["backoff", "delayMs"], value: 5 }))).toBe(true);
  });

  it("G1 edges follow a port that is renamed and go with one that is removed, but not while settings are broken", () => {
    const rules = [{ port: "big", when: "true" }, { port: "small", when: "true" }];
    const routed: Design = {
      ...emptyDesign(),
      nodes: [{ id: "r", kind: "router", position, settings: { rules } }, { id: "s", kind: "sink", position }],
      edges: [edge("e1", "r.big", "s.in"), edge("e2", "r.small", "s.in"), edge("e3", "r.default", "s.in")],
    };
    const ports = (path: (string | number)[], value: Json | undefined) => after(routed, updateSettings(routed, { node: "r", path, value })).edges.map((each) => each.from.port);
    expect(ports(["rules", 0, "port"], "large")).toEqual(["large", "small", "default"]);
    expect(ports(["rules", 0], undefined)).toEqual(["small", "default"]);
    expect(ports(["rules", 0, "port"], "")).toEqual(["big", "small", "default"]);
    expect(ports(["rules"], undefined)).toEqual(["default"]);
    expect(after(routed, replaceSettings(routed, { node: "r", settings: { rules: rules.slice(1) } })).edges).toHaveLength(2);
  });

  it("G2 sets the settings of an implicit queue on its edge", () => {
    const changed = after(direct, updateEdgeSettings(direct, { edge: "e1", path: ["backoff", "delayMs"], value: 5 }));
    expect(changed.edges[0]?.settings).toEqual({ attempts: 7, backoff: { delayMs: 5 } });
    expect(after(direct, updateEdgeSettings(direct, { edge: "e1", path: ["attempts"], value: undefined })).edges[0]).not.toHaveProperty("settings");
  });
});

describe("moving", () => {
  it("moves the nodes that are meant and nothing else", () => {
    const moved = after(design, moveNodes(design, new Map([["inbox", { x: 5, y: 6 }], ["nobody", position]])));
    expect(nodeIn(moved, "inbox").position).toEqual({ x: 5, y: 6 });
    for (const node of design.nodes.filter((each) => each.id !== "inbox")) expect(moved.nodes).toContain(node);
    expect(moved.edges).toBe(design.edges);
  });

  it.each([
    ["left", [260, 0, 260, 10]],
    ["right", [520, 0, 520, 10]],
    ["center", [390, 0, 390, 10]],
    ["top", [260, 0, 520, 0]],
    ["bottom", [260, 10, 520, 10]],
    ["middle", [260, 5, 520, 5]],
  ] as const)("aligns by the %s", (alignment, expected) => {
    const aligned = after(design, align(design, ["inbox", "billing"], alignment));
    expect(["inbox", "billing"].flatMap((id) => [nodeIn(aligned, id).position.x, nodeIn(aligned, id).position.y])).toEqual(expected);
    expect(nodeIn(aligned, "paid")).toBe(nodeIn(design, "paid"));
  });

  it("distributes evenly between the outermost two", () => {
    const spread = after(design, distribute(design, design.nodes.map((node) => node.id), "horizontal"));
    expect(spread.nodes.map((node) => node.position.x)).toEqual([0, 300, 600, 900]);
    expect(after(design, distribute(design, design.nodes.map((node) => node.id), "vertical")).nodes.map((node) => node.position.y)).toEqual([0, 40 / 3, 80 / 3, 40]);
    expect(isEmptyDiff(distribute(design, ["orders", "paid"], "horizontal"))).toBe(true);
    expect(isEmptyDiff(align(design, [], "left"))).toBe(true);
  });
});

describe("copying and pasting", () => {
  it("keeps inner edges, gives fresh ids and names, and drops what does not belong", () => {
    const fragment = copyFragment(design, { nodes: ["inbox", "billing"] });
    expect(fragment.edges.map((each) => each.id)).toEqual(["e2"]);
    const pasted = after(design, paste(design, fragment, { offset: { x: 10, y: 20 } }));
    expect(pasted.nodes.slice(4)).toEqual([
      { id: "inbox-2", kind: "queue", position: { x: 270, y: 20 } },
      { id: "billing-2", kind: "consumer", name: "Billing 2", position: { x: 530, y: 30 }, zone: "eu", settings: { replicas: 2 } },
    ]);
    expect(pasted.edges.slice(3)).toEqual([edge("e3", "inbox-2.out", "billing-2.in")]);
    const elsewhere = after(emptyDesign(), paste(emptyDesign(), fragment, { offset: position }));
    expect(elsewhere.nodes[1]).toEqual({ id: "billing", kind: "consumer", name: "Billing", position: { x: 520, y: 10 }, zone: "eu", settings: { replicas: 2 } });
    expect(elsewhere.zones).toEqual([{ id: "eu", name: "EU" }]);
  });

  it("O3 takes zones along: those that are not there, and those that were copied themselves", () => {
    const other: Design = { ...emptyDesign(), zones: [{ id: "eu", name: "Another" }] };
    const pasted = after(other, paste(other, copyFragment(design, { nodes: ["billing"] })));
    expect([pasted.zones, pasted.nodes[0]?.zone]).toEqual([[{ id: "eu", name: "Another" }, { id: "eu-2", name: "EU" }], "eu-2"]);
    const twice = after(design, duplicate(design, { zones: ["eu"] }));
    expect(twice.zones?.slice(1)).toEqual([{ id: "eu-2", name: "EU 2" }]);
    expect(twice.nodes.slice(4)).toMatchObject([{ id: "billing-2", zone: "eu-2" }]);
  });

  it("O3 puts nodes into the zone that their place says", () => {
    const pasted = after(design, paste(design, copyFragment(design, { nodes: ["orders", "billing"] }), { zoneOf: ({ kind }) => (kind === "producer" ? "eu" : undefined) }));
    expect(pasted.nodes.slice(4).map(({ zone }) => zone)).toEqual(["eu", undefined]);
  });

  it("takes all that is drawn of a whole design", () => {
    expect(fragmentFromText(formatDesign(design))).toEqual({ ok: true, fragment: wholeFragment(design) });
    const pasted = after(emptyDesign(), paste(emptyDesign(), wholeFragment(design), { offset: position }));
    expect([pasted.nodes, pasted.zones]).toEqual([design.nodes, design.zones]);
  });

  it("never collides, however often and whatever is pasted", () => {
    fc.assert(
      fc.property(anyDesign, anyDesign, fc.array(fc.boolean(), { maxLength: 4 }), (start, other, choices) => {
        const all = { nodes: other.nodes.map((node) => node.id), annotations: (other.annotations ?? []).map((note) => note.id) };
        const fragment = copyFragment(other, all);
        let current = start;
        for (const own of [true, ...choices]) {
          const before = current;
          current = after(current, own ? duplicate(current, { nodes: current.nodes.slice(0, 5).map((node) => node.id) }) : paste(current, fragment));
          expect(current.nodes.slice(0, before.nodes.length)).toEqual(before.nodes);
        }
        for (const list of [current.nodes, current.edges, current.annotations ?? []]) expect(new Set(list.map((each) => each.id)).size).toBe(list.length);
        const ids = new Set(current.nodes.map((node) => node.id));
        for (const each of current.edges.slice(start.edges.length)) expect(ids.has(each.from.node) && ids.has(each.to.node)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("goes through the clipboard as text, whatever it holds", () => {
    fc.assert(
      fc.property(anyDesign, (start) => {
        const fragment = wholeFragment(start);
        expect(fragmentFromText(fragmentToText(fragment))).toEqual({ ok: true, fragment });
      }),
    );
  });

  it.each([
    ["hello", "design-unreadable", "The clipboard holds no part of a design."],
    ["3", "design-invalid", "The clipboard holds no part of a design."],
    ['{"format":"spillway-fragment","version":9}', "design-future-version", "newer Spillway"],
    ['{"format":"spillway-fragment","version":1,"nodes":[{"id":"1"}],"edges":[]}', "design-invalid", "An id must not be all digits"],
  ])("refuses other text: %s", (text, code, message) => {
    const result = fragmentFromText(text);
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) as string } });
  });

  it("fragments with edges to nowhere or ids used twice paste what can be", () => {
    const fragment = { nodes: [nodes[1]!, nodes[1]!], edges: [edge("e1", "inbox.deadLetter", "inbox.in"), edge("e2", "inbox.out", "gone.in")], annotations: [], zones: [], wholeZones: [] };
    const pasted = after(emptyDesign(), paste(emptyDesign(), fragment));
    expect(pasted.nodes.map((node) => node.id)).toEqual(["inbox", "inbox-2"]);
    expect(pasted.edges).toEqual([edge("e1", "inbox.deadLetter", "inbox.in")]);
  });
});

describe("names, notes, zones and objectives", () => {
  it("an empty name, note, label or description is not written", () => {
    expect(nodeIn(after(design, rename(design, { node: "billing", name: " " })), "billing")).not.toHaveProperty("name");
    expect(nodeIn(after(design, rename(design, { node: "billing", name: "Invoices" })), "billing").name).toBe("Invoices");
    const noted = after(design, setNotes(design, { node: "paid", notes: "Why" }));
    expect(nodeIn(noted, "paid").notes).toBe("Why");
    expect(nodeIn(after(noted, setNotes(noted, { node: "paid", notes: "" })), "paid")).not.toHaveProperty("notes");
    expect(after(design, setLabel(design, { edge: "e4", label: "" })).edges[2]).not.toHaveProperty("label");
    expect(after(design, setDescription(design, ""))).not.toHaveProperty("description");
  });

  it("sets what belongs to the whole design", () => {
    let current = after(design, renameDesign(design, "Orders"));
    current = after(current, setDescription(current, "About"));
    current = after(current, setSeed(current, 7));
    current = after(current, setView(current, { x: 1, y: 2, zoom: 1 }));
    current = after(current, setScenario(current, { load: [] }));
    expect(current).toMatchObject({ name: "Orders", description: "About", seed: 7, view: { x: 1, y: 2, zoom: 1 }, scenario: { load: [] } });
    expect(after(current, setSeed(current, undefined))).not.toHaveProperty("seed");
  });

  it("adds, changes and removes zones, and takes nodes out of one that goes", () => {
    let current = after(design, addZone(design, { name: "US", provider: "aws" }));
    expect(current.zones?.[1]).toEqual({ id: "zone-1", name: "US", provider: "aws" });
    current = after(current, updateZone(current, { id: "zone-1", name: "USA", provider: undefined }));
    expect(current.zones?.[1]).toEqual({ id: "zone-1", name: "USA" });
    current = after(current, assignZone(current, { nodes: ["inbox"], zone: "zone-1" }));
    expect(current.nodes.map((node) => node.zone)).toEqual([undefined, "zone-1", "eu", undefined]);
    current = after(current, removeZone(current, "eu"));
    expect(current.nodes.map((node) => node.zone)).toEqual([undefined, "zone-1", undefined, undefined]);
    expect(diffDesigns(design, after(current, removeZone(current, "zone-1"))).zones.presence).toEqual([true, false]);
  });

  it("adds, changes and removes objectives and notes", () => {
    let current = after(design, addSlo(design, { name: "Fast", target: { node: "paid" }, metric: "endToEndMs", percentile: 99, op: "<=", value: 5 }));
    current = after(current, updateSlo(current, { id: "slo-1", value: 9, percentile: undefined }));
    expect(current.slos).toEqual([{ id: "slo-1", name: "Fast", target: { node: "paid" }, metric: "endToEndMs", op: "<=", value: 9 }]);
    expect(after(current, removeSlo(current, "slo-1"))).not.toHaveProperty("slos");
    current = after(current, addAnnotation(current, { text: "Hi", position }));
    current = after(current, updateAnnotation(current, { id: "note-1", text: "Ho", size: { width: 1, height: 1 } }));
    current = after(current, moveAnnotations(current, new Map([["note-1", { x: 3, y: 4 }]])));
    expect(current.annotations).toEqual([{ id: "note-1", text: "Ho", position: { x: 3, y: 4 }, size: { width: 1, height: 1 } }]);
  });
});
