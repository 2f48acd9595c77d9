import { describe, expect, it } from "vitest";
import type { Design, DesignEdge, DesignNode, Json } from "../document/schema.ts";
import type { Problem } from "../problem.ts";
import { kindTypes } from "../kinds/registry.ts";
import { checkDesign, hasErrors } from "./check.ts";

function node(id: string, kind: string, settings?: Record<string, Json>, name?: string): DesignNode {
  return { id, kind, position: { x: 0, y: 0 }, ...(settings ? { settings } : {}), ...(name ? { name } : {}) };
}

/** `edges("a.out b.in", …)`, numbered from e1. */
function edges(...lines: string[]): DesignEdge[] {
  return lines.map((line, index) => {
    const [from = "", to = ""] = line.split(" ");
    const end = (text: string) => ({ node: text.split(".")[0] ?? "", port: text.split(".")[1] ?? "" });
    return { id: `e${index + 1}`, from: end(from), to: end(to) };
  });
}

function design(nodes: DesignNode[], drawn: DesignEdge[], rest: Partial<Design> = {}): Design {
  return { format: "spillway", version: 1, name: "Test", nodes, edges: drawn, ...rest };
}

const sound = design(
  [node("orders", "producer"), node("inbox", "queue"), node("billing", "consumer", undefined, "Billing"), node("paid", "sink")],
  edges("orders.out inbox.in", "inbox.out billing.in", "billing.out paid.in"),
);

function withNode(changed: DesignNode): Design {
  return { ...sound, nodes: sound.nodes.map((each) => (each.id === changed.id ? changed : each)) };
}

function messages(problems: readonly Problem[], code?: Problem["code"]): string[] {
  return problems.filter((problem) => code === undefined || problem.code === code).map((problem) => problem.message);
}

describe("checking a design", () => {
  it("G5 a sound design has no problems", () => {
    expect(checkDesign(sound)).toEqual([]);
  });

  it("G5 every reason is said at once, each with the place to look at", () => {
    const problems = checkDesign(
      design(
        [node("a", "queu"), node("b", "consumer", { serviceTime: { distribution: "exponential", meanMs: -3 }, replics: 2 }, "Billing"), node("c", "sink")],
        [...edges("nobody.out c.in", "c.out b.in"), { id: "e1", from: { node: "b", port: "out" }, to: { node: "c", port: "in" } }],
      ),
    );
    expect(problems.map(({ code, node: at, edge, path }) => ({ code, at: at ?? edge, path: path?.join(".") }))).toEqual([
      { code: "unknown-kind", at: "a", path: "nodes.0.kind" },
      { code: "settings", at: "b", path: "nodes.1.settings.serviceTime.meanMs" },
      { code: "unknown-property", at: "b", path: "nodes.1.settings.replics" },
      { code: "edge-to-nowhere", at: "e1", path: "edges.0.from.node" },
      { code: "unknown-port", at: "e2", path: "edges.1.from.port" },
      { code: "duplicate-id", at: "e1", path: "edges.2.id" },
      { code: "nothing-to-run", at: undefined, path: undefined },
    ]);
    expect(hasErrors(problems)).toBe(true);
  });

  it("G5 an empty design asks for a producer", () => {
    expect(messages(checkDesign(design([], [])))).toEqual(["Add a producer: nothing in this design emits events."]);
  });

  it("G5 an unknown kind names the nearest and all that are known", () => {
    const [problem] = checkDesign(withNode(node("inbox", "qeue", undefined, "Inbox")));
    expect(problem?.message).toBe(
      `Inbox is of an unknown kind "qeue". Did you mean "queue"? This version knows ${kindTypes.join(", ")}.`,
    );
    expect(messages(checkDesign(withNode(node("inbox", "constructor"))), "unknown-kind")).toHaveLength(1);
    expect(messages(checkDesign(withNode(node("inbox", "teleporter"))), "unknown-kind")).toHaveLength(1);
  });
});

describe("checking settings", () => {
  it.each<[string, Record<string, Json>, string]>([
    ["consumer", { serviceTime: { distribution: "exponential", meanMs: -3 } }, "N: Service time › Mean must be at least 0 ms (is -3)."],
    ["consumer", { replicas: 1.5 }, "N: Replicas must be a whole number (is 1.5)."],
    ["consumer", { replicas: "2" }, 'N: Replicas must be a number (is "2").'],
    ["consumer", { replicas: null }, "N: Replicas must be a number (is null)."],
    ["consumer", { failureRate: 1.5 }, "N: Failure rate must be at most 100 % (is 150 %)."],
    ["consumer", { cpu: "yes" }, 'N: Burn CPU must be true or false (is "yes").'],
    ["consumer", { serviceTime: 3 }, "N: Service time must be an object (is 3)."],
    ["consumer", { serviceTime: [] }, "N: Service time must be an object (is a list)."],
    ["consumer", { serviceTime: { meanMs: 3 } }, "N: Service time › distribution is missing; choose one of constant, exponential, uniform, lognormal, gamma, pareto, empirical."],
    ["consumer", { serviceTime: { distribution: "normal" } }, 'N: Service time › distribution must be one of constant, exponential, uniform, lognormal, gamma, pareto, empirical (is "normal").'],
    ["consumer", { serviceTime: { distribution: "constant" } }, "N: Service time › Mean is missing."],
    ["consumer", { serviceTime: { distribution: "uniform", minMs: 5, maxMs: 2 } }, "N: Service time › Shortest: The shortest time must not exceed the longest."],
    ["consumer", { serviceTime: { distribution: "pareto", meanMs: 5, shape: 1 } }, "N: Service time › Shape must be more than 1 (is 1)."],
    ["consumer", { serviceTime: { distribution: "constant", meanMs: 5, menaMs: 1 } }, 'N: Service time: unknown property "menaMs"; did you mean "meanMs"?'],
    ["consumer", { serviceTime: { distribution: "empirical", valuesMs: [] } }, "N: Service time › Measured values must have at least 1 entry (has none)."],
    ["consumer", { failureRate: 0.6, permanentFailureRate: 0.6 }, "N: The failure rate and the permanent failures add up to more than 100 %."],
    ["consumer", { zzz: 1 }, 'N: unknown property "zzz".'],
    ["queue", { order: "filo" }, 'N: Order must be one of fifo, lifo (is "filo").'],
    ["queue", { backoff: { jitter: 2 } }, "N: Backoff › Jitter must be at most 100 % (is 200 %)."],
    ["queue", { attempts: 1e20 }, "N: Attempts must be at most 9007199254740991 (is 100000000000000000000)."],
    ["producer", { priority: "high" }, 'N: Priority must be a number or a list (is "high").'],
    ["producer", { priority: [{ priority: 1, weight: 0 }] }, "N: Priority › 1 › Weight must be more than 0 (is 0)."],
    ["producer", { eventType: "" }, 'N: Event type must not be empty (is "").'],
    ["producer", { whenRefused: "buffer" }, "N: A buffer needs a size: set the buffer limit."],
    ["producer", { arrivals: { process: "trace" } }, "N: Arrivals › File is missing."],
    ["producer", { arrivals: { process: "burst", ratePerSecond: 1, burstFactor: 0.5 } }, "N: Arrivals › Burst factor must be at least 1 (is 0.5)."],
    ["producer", { arrivals: { process: "diurnal", ratePerSecond: 1, amplitude: 2 } }, "N: Arrivals › Amplitude must be at most 100 % (is 200 %)."],
    ["httpSource", { path: "orders" }, "N: Path: A path begins with / and has letters, digits, and - . _ ~ /."],
    ["httpSource", { limitPerSecond: 0 }, "N: A limit of 0 lets nothing in: remove it, or raise it."],
    ["schedule", {}, "N: A schedule needs a cron expression or an interval."],
    ["schedule", { cron: "0 9 * * *", everyMs: 5 }, "N: Cron and every exclude each other: keep one of them."],
    ["schedule", { cron: "daily" }, 'N: "daily" is no cron expression: it has five fields, or six with seconds first.'],
    ["schedule", { everyMs: 5, timezone: "Europe/Atlantis" }, 'N: There is no time zone "Europe/Atlantis". Name one like Europe/Berlin, or UTC.'],
    ["webhook", { url: "ftp://example.com" }, 'N: "ftp://example.com" is no address that events can be posted to: it begins with http:// or https://, without user and password.'],
    ["webhook", { url: "https://me:secret@example.com/" }, 'N: "https://…@example.com/" is no address that events can be posted to: it begins with http:// or https://, without user and password.'],
    ["consumer", { handler: " " }, 'N: Handler must not be empty (is " ").'],
    ["router", { rules: [{ port: "1", when: "true" }] }, "N: Rules › 1 › Port: A port's name starts with a letter and has letters, digits, - and _."],
    ["filter", { when: "event.data.total >" }, "N: the condition event.data.total > cannot be used: it ends too early."],
    ["filter", { when: "event.id" }, "N: the condition event.id cannot be used: a condition must be true or false, this is a text."],
    ["router", { rules: [{ port: "a", when: "true" }, { port: "b", when: "evnt.id == ''" }] }, "N: the condition evnt.id == '' cannot be used: \"evnt\" is not known; everything is under event, for example event.data."],
    ["producer", { key: { mode: "expression", expression: "event.dta" } }, "N: the expression event.dta cannot be used: there is no event.dta."],
  ])("G5 %s %j", (kind, settings, message) => {
    const problems = checkDesign(design([node("n", kind, settings, "N")], [])).filter((problem) => problem.code !== "nothing-to-run" && problem.severity === "error");
    expect(messages(problems)).toEqual([message]);
    expect(problems[0]).toMatchObject({ node: "n" });
    expect(problems[0]?.path?.slice(0, 3)).toEqual(["nodes", 0, "settings"]);
  });

  it("G5 a broken expression names its place", () => {
    const broken = design([node("r", "router", { rules: [{ port: "a", when: "true" }, { port: "b", when: "(" }] })], []);
    expect(checkDesign(broken)[0]?.path).toEqual(["nodes", 0, "settings", "rules", 1, "when"]);
  });

  it("G5 extensions are nobody's business", () => {
    expect(checkDesign(withNode(node("billing", "consumer", { "x-team": "pay", serviceTime: { distribution: "constant", meanMs: 1, "x-why": [1] } })))).toEqual([]);
  });

  it("Q1 LIFO and priorities exclude each other", () => {
    expect(messages(checkDesign(withNode(node("inbox", "queue", { order: "lifo", priorities: true }))))[0]).toContain("LIFO and priorities exclude each other");
  });
});

describe("checking real edges", () => {
  it("P6 S3 two of a kind cannot listen at one path", () => {
    const problems = checkDesign(design([node("a", "httpSource"), node("b", "httpSource", { path: "/events" }, "Second"), node("g", "webSocketGateway")], edges("a.out g.in", "b.out g.in")));
    expect(problems).toMatchObject([{ severity: "error", node: "b", path: ["nodes", 1, "settings", "path"], message: "Second listens at the same path as a: give each its own." }]);
  });
});

describe("checking edges", () => {
  it("G1 an edge that could not be drawn is an error", () => {
    const drawn = design([...sound.nodes, node("only", "filter")], [...sound.edges, ...edges("x.y inbox.in", "x.y inbox.in", "x.y inbox.in", "inbox.out only.in").slice(3)]);
    expect(checkDesign(drawn)).toEqual([
      {
        severity: "error",
        code: "port-refused",
        edge: "e4",
        path: ["edges", 3],
        message: "inbox → only: A queue hands its events to consumers; put the filter before the queue or after the consumer.",
      },
    ]);
  });

  it("G1 the second of two equal edges is an error", () => {
    const drawn = { ...sound, edges: [...sound.edges, { id: "again", from: { node: "orders", port: "out" }, to: { node: "inbox", port: "in" } }] };
    expect(checkDesign(drawn)).toMatchObject([{ code: "duplicate-edge", edge: "again" }]);
  });

  it("G5 broken settings do not make their node's edges wrong as well", () => {
    const broken = design([node("p", "producer"), node("r", "router", { rules: [{ port: "big" }] }), node("s", "sink")], edges("p.out r.in", "r.big s.in"));
    expect(messages(checkDesign(broken))).toEqual(["r: Rules › 1 › When is missing."]);
  });

  it("G2 an edge straight to a consumer may carry queue settings", () => {
    const drawn = edges("p.out c.in");
    const [edge] = drawn;
    const check = (settings: Record<string, Json>) => checkDesign(design([node("p", "producer"), node("c", "consumer")], [{ ...edge!, settings }]));
    expect(check({ attempts: 5, "x-note": 1 })).toEqual([]);
    expect(check({ attempts: 0 })).toMatchObject([{ edge: "e1", path: ["edges", 0, "settings", "attempts"], message: "p → c: Attempts must be at least 1 (is 0)." }]);
    expect(check({ attemps: 1 })).toMatchObject([{ code: "unknown-property", message: 'p → c: unknown property "attemps"; did you mean "attempts"?' }]);
    expect(check({ order: "lifo", priorities: true })).toMatchObject([{ code: "settings", edge: "e1" }]);
  });

  it("G2 no other edge has settings", () => {
    const drawn = { ...sound, edges: sound.edges.map((edge) => (edge.id === "e2" ? { ...edge, settings: { attempts: 5 } } : edge)) };
    expect(checkDesign(drawn)).toMatchObject([{ severity: "error", code: "settings", edge: "e2", path: ["edges", 1, "settings"] }]);
  });
});

describe("checking cycles", () => {
  const parts = [node("p", "producer"), node("c", "consumer"), node("f", "filter", undefined, "Only"), node("r", "router", undefined, "Route")];

  it("G4 a cycle of inline edges only is an error that names its nodes in order", () => {
    const problems = checkDesign(design(parts, edges("p.out f.in", "f.out r.in", "r.matched f.in", "r.default c.in")));
    expect(problems).toEqual([
      {
        severity: "error",
        code: "inline-cycle",
        node: "f",
        message: "Only → Route → Only is a cycle without a queue: an event would go round for ever in one step. Put a queue and a consumer into it.",
      },
    ]);
  });

  it("G4 a cycle through a channel is allowed, drawn or implicit", () => {
    expect(checkDesign(design(parts, edges("p.out f.in", "f.out c.in", "c.out r.in", "r.matched f.in")))).toEqual([]);
    const queued = [...parts, node("q", "queue")];
    expect(checkDesign(design(queued, edges("p.out q.in", "q.out c.in", "c.failed f.in", "f.out r.in", "r.default q.in")))).toEqual([]);
  });

  it("G4 a blocking queue inside a cycle is a warning, one beside it is not", () => {
    const block = { maxLength: 10 };
    const cyclic = design([node("p", "producer"), node("q", "queue", block, "Inbox"), node("c", "consumer")], edges("p.out q.in", "q.out c.in", "c.failed q.in"));
    expect(checkDesign(cyclic)).toMatchObject([{ severity: "warning", code: "blocking-cycle", node: "q" }]);
    expect(checkDesign(cyclic)[0]?.message).toContain("Inbox → c → Inbox");
    const beside = design(
      [node("p", "producer"), node("q", "queue", block), node("c", "consumer"), node("d", "consumer")],
      edges("p.out q.in", "q.out c.in", "c.out d.in", "d.out d.in"),
    );
    expect(checkDesign(beside)).toEqual([]);
    const dropping = design([node("p", "producer"), node("q", "queue", { ...block, overflow: "drop-head" }), node("c", "consumer")], cyclic.edges);
    expect(checkDesign(dropping)).toEqual([]);
  });

  it("G4 a blocking implicit queue inside a cycle is a warning on its edge", () => {
    const [first, second] = edges("p.out c.in", "c.failed c.in");
    const cyclic = design([node("p", "producer"), node("c", "consumer")], [first!, { ...second!, settings: { maxLength: 10 } }]);
    expect(checkDesign(cyclic)).toMatchObject([{ severity: "warning", code: "blocking-cycle", edge: "e2" }]);
  });

  it("G4 a blocking implicit queue between two cycles is in neither", () => {
    const drawn = edges("p.out c.in", "c.failed c.in", "c.out d.in", "d.failed d.in").map((edge) => (edge.id === "e3" ? { ...edge, settings: { maxLength: 10 } } : edge));
    expect(checkDesign(design([node("p", "producer"), node("c", "consumer"), node("d", "consumer")], drawn))).toEqual([]);
  });

  it("G4 long chains and large cycles are walked without recursion", () => {
    const count = 5000;
    const chain = Array.from({ length: count }, (_, index) => node(`f${index}`, "filter"));
    const links = edges("p.out f0.in", ...chain.slice(1).map((_, index) => `f${index}.out f${index + 1}.in`));
    expect(checkDesign(design([node("p", "producer"), ...chain], links))).toEqual([]);
    const back = { id: "back", from: { node: `f${count - 1}`, port: "out" }, to: { node: "f0", port: "in" } };
    expect(checkDesign(design([node("p", "producer"), ...chain], [...links, back]))).toMatchObject([{ code: "inline-cycle", node: "f0" }]);
  });
});

describe("checking what takes no part", () => {
  it.each([
    ["a producer", [node("p", "producer", undefined, "P")], "P is not connected: connect its out port, or its events go nowhere."],
    ["a consumer", [node("c", "consumer", undefined, "C")], "C is not connected: nothing sends it events."],
    ["a queue", [node("q", "queue", undefined, "Q")], "Q has no consumer: its events are kept and never processed."],
  ])("G5 %s that is not connected is a warning", (_, nodes, message) => {
    expect(checkDesign(design([...sound.nodes, ...nodes], [...sound.edges]))).toMatchObject([{ severity: "warning", code: "not-connected", node: nodes[0]?.id, message }]);
  });

  it("G5 a dead-letter edge is no consumer", () => {
    const drawn = design([node("p", "producer"), node("q", "queue"), node("d", "deadLetter")], edges("p.out q.in", "q.deadLetter d.in"));
    expect(messages(checkDesign(drawn), "not-connected")).toEqual(["q has no consumer: its events are kept and never processed."]);
  });

  it("Q6 a queue whose events expire into its dead-letter port needs no consumer: it is a delay line", () => {
    const line = node("q", "queue", { ttlMs: 100 });
    expect(messages(checkDesign(design([node("p", "producer"), line, node("d", "deadLetter")], edges("p.out q.in", "q.deadLetter d.in"))), "not-connected")).toEqual([]);
    expect(messages(checkDesign(design([node("p", "producer"), line], edges("p.out q.in"))), "not-connected")).toHaveLength(1);
  });
});

describe("checking references", () => {
  it("G5 a reference to what does not exist is an error with its path", () => {
    const problems = checkDesign({
      ...sound,
      nodes: sound.nodes.map((each) => (each.id === "billing" ? { ...each, zone: "eu" } : each)),
      scenario: {
        load: [{ atMs: 0, node: "gone", rateFactor: 2 }, { atMs: 5, node: "orders", rateFactor: 2 }],
        chaos: [{ id: "x1", atMs: 0, experiment: "spike", target: { node: "gone" } }, { id: "x2", atMs: 0, experiment: "kill-zone", target: { zone: "us" } }],
      },
      slos: [
        { id: "s1", name: "Fast", target: { path: ["orders", "gone"] }, metric: "endToEndMs", op: "<=", value: 1 },
        { id: "s2", name: "Busy", target: { node: "gone" }, metric: "utilization", op: "<=", value: 1 },
        { id: "s3", name: "All", target: { all: true }, metric: "lost", op: "==", value: 0 },
      ],
    });
    expect(problems.every((problem) => problem.code === "unknown-reference" && problem.severity === "error")).toBe(true);
    expect(problems.map((problem) => problem.path?.join("."))).toEqual([
      "nodes.2.zone",
      "slos.0.target.path.1",
      "slos.1.target.node",
      "scenario.load.0.node",
      "scenario.chaos.0.target.node",
      "scenario.chaos.1.target.zone",
    ]);
    expect(problems[1]?.message).toBe('The SLO Fast refers to a node "gone" that does not exist.');
  });

  it("G5 ids that are used twice are errors, for every sort of record", () => {
    const zone = { id: "eu", name: "EU" };
    const note = { id: "n1", text: "", position: { x: 0, y: 0 } };
    const problems = checkDesign({ ...sound, nodes: [...sound.nodes, node("paid", "sink")], zones: [zone, zone], annotations: [note, note] });
    expect(problems.map(({ code, path }) => `${code} ${path?.join(".")}`)).toEqual(["duplicate-id nodes.4.id", "duplicate-id zones.1.id", "duplicate-id annotations.1.id"]);
  });
});
