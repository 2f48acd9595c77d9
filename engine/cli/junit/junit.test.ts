import fc from "fast-check";
import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import type { Design } from "../../../design/document/schema.ts";
import { emptyLedgerEntry } from "../../contract/ledger.ts";
import type { Report, SloVerdict } from "../../contract/report.ts";
import type { RunOptions } from "../../core/executor.ts";
import { fakeReport } from "../../host/fake-executor.ts";
import { casesOf } from "./cases.ts";
import { junitXml, type TestSuite } from "./junit.ts";

/** What both schemas allow (Jenkins's junit-10.xsd, Ant's): mandatory and other attributes, and the children in their order. */
const RULES: Record<string, { must: string[]; may?: string[]; children: RegExp }> = {
  testsuites: { must: [], children: /^(testsuite )*$/ },
  testsuite: {
    must: ["name", "timestamp", "hostname", "tests", "failures", "errors", "time", "id", "package"],
    may: ["skipped"],
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: { must: [], children: /^(property )*$/ },
  property: { must: ["name", "value"], children: /^$/ },
  testcase: { must: ["name", "classname", "time"], children: /^((skipped|error|failure) )?$/ },
  failure: { must: ["type", "message"], children: /^$/ },
  error: { must: ["type", "message"], children: /^$/ },
  skipped: { must: ["type", "message"], children: /^$/ },
  "system-out": { must: [], children: /^$/ },
  "system-err": { must: [], children: /^$/ },
};

type Parsed = ReturnType<InstanceType<Window["DOMParser"]>["parseFromString"]>["documentElement"];

/** Parses the document and holds every element against the rules. */
function parse(xml: string): Parsed {
  const root = new (new Window().DOMParser)().parseFromString(xml, "text/xml").documentElement;
  expect(root.tagName).toBe("testsuites");
  for (const each of [root, ...root.querySelectorAll("*")]) {
    const rule = RULES[each.tagName];
    if (!rule) throw new Error(`There is no element ${each.tagName}.`);
    const names = each.getAttributeNames();
    for (const name of rule.must) expect(names).toContain(name);
    for (const name of names) expect([...rule.must, ...(rule.may ?? [])]).toContain(name);
    expect([...each.children].map(({ tagName }) => `${tagName} `).join("")).toMatch(rule.children);
    expect(each.getAttribute("time") ?? "0.000").toMatch(/^\d+\.\d{3}$/);
  }
  for (const suite of root.querySelectorAll("testsuite")) {
    expect(suite.getAttribute("tests")).toBe(String(suite.querySelectorAll("testcase").length));
    expect(suite.getAttribute("failures")).toBe(String(suite.querySelectorAll("failure").length));
    expect(suite.getAttribute("errors")).toBe(String(suite.querySelectorAll("error").length));
  }
  expect(root.querySelector("testsuite")?.getAttribute("timestamp")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  return root;
}

const suite: TestSuite = { name: "Shop", at: new Date(0), host: "ci", properties: { seed: "1" }, cases: [], output: "" };
const design: Design = {
  format: "spillway",
  version: 1,
  name: "Shop v1.2",
  nodes: [{ id: "c", kind: "consumer", name: "Billing", position: { x: 0, y: 0 } }],
  edges: [],
  slos: [
    { id: "a", name: "Fast", target: { node: "c" }, metric: "waitMs", percentile: 95, op: "<=", value: 500, windowMs: 10_000 },
    { id: "b", name: "Safe", target: { all: true }, metric: "lost", op: "==", value: 0 },
  ],
};
const options: RunOptions = { runId: "r", design, seed: 1, forMs: 1000, drainMs: 0, speed: 1, paused: false };
const verdicts: readonly SloVerdict[] = [
  { id: "a", name: "Fast", passed: false, value: 620, op: "<=", target: 500, now: 480 },
  { id: "b", name: "Safe", passed: true, value: 0, op: "==", target: 0 },
];

function parsed(changes: Partial<Report> = {}, of: Design = design): Parsed {
  return parse(junitXml({ ...suite, cases: casesOf(fakeReport("forecast", options, { slos: [...verdicts], ...changes }), of, 1.5) }));
}

describe("a report as JUnit XML", () => {
  test("has a test case for the end, the ledger and each SLO, and the time once", () => {
    const cases = [...parsed().querySelectorAll("testcase")].map((each) => ["classname", "name", "time"].map((name) => each.getAttribute(name)));
    expect(cases).toEqual([
      ["Shop v1·2", "The forecast ends", "1.500"],
      ["Shop v1·2", "The ledger closes", "0.000"],
      ["Shop v1·2.SLOs", "Fast: p95 wait of Billing at most 500 ms, in every window of 10 s", "0.000"],
      ["Shop v1·2.SLOs", "Safe: lost events of everything exactly 0, over the whole run", "0.000"],
    ]);
  });

  test("O5 a missed SLO fails with what was measured and wanted, and the window", () => {
    const bottleneck = { node: "c", reason: "Billing is the busiest.", utilization: 1, relief: "3 slots would do." };
    const [failure, ...others] = parsed({ bottleneck }).querySelectorAll("failure");
    expect(others).toEqual([]);
    expect(failure?.getAttribute("message")).toBe("The p95 wait of Billing was 620 ms; it must be at most 500 ms.");
    expect(failure?.textContent).toContain("Measured: 620 (the worst window)\nNewest window: 480 ms\nNodes: c\nBottleneck: Billing is the busiest. 3 slots would do.");
  });

  test("O5 says when nothing was measured", () => {
    const unmeasured = { ...verdicts[0]!, value: 0, now: undefined };
    expect(parsed({ slos: [unmeasured, verdicts[1]!] }).querySelector("failure")?.getAttribute("message")).toContain("was never measured");
  });

  test("E4 a ledger that does not close fails", () => {
    const ledger = { ...emptyLedgerEntry(), produced: 8, delivered: 5, unsettled: 3, balanced: false, lost: 3 };
    expect(parsed({ ledger, slos: [] }).querySelector("failure")?.getAttribute("message")).toBe("3 of 8 events are unaccounted for.");
  });

  test("an engine that failed is an error, SLOs that were not judged are skipped, and so is a design without any", () => {
    const root = parsed({ ended: "failed", slos: [] });
    expect(root.querySelectorAll("error")).toHaveLength(1);
    expect(root.querySelectorAll("skipped")).toHaveLength(2);
    expect(parsed({}, { ...design, slos: [] }).querySelector("skipped")?.getAttribute("message")).toContain("no SLOs");
  });
});

describe("hostile text", () => {
  const hostile = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("]]>", '"><evil a="', "&amp;&#0;", "\u0000\u001B[31m\uFFFE\uD800", "<!--", "a\r\n\tb", "x".repeat(5000)));

  test("is what a reader reads back, apart from what XML cannot write", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, message, text) => {
        const outcome = { as: "failure", type: name, message, text } as const;
        const root = parse(junitXml({ ...suite, name, properties: { [name]: text }, output: text, cases: [{ name, group: message, seconds: 0, outcome }] }));
        expect(root.querySelectorAll("testcase")).toHaveLength(1);
        expect(root.querySelector("testcase")?.getAttribute("name")).toBe(writable(name));
        expect(root.querySelector("failure")?.getAttribute("message")).toBe(writable(message));
        expect(root.querySelector("system-out")?.textContent).toBe(writable(text));
      }),
      { numRuns: 60 },
    );
  });

  test("leaves no character that XML 1.0 forbids", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const xml = junitXml({ ...suite, output: text, name: text });
        expect(writable(xml)).toBe(xml);
      }),
    );
  });
});

/** What of a text XML 1.0 can hold (its production Char), less what it calls compatibility characters to avoid. */
function writable(text: string): string {
  return Array.from(text, (character) => ({ character, code: character.codePointAt(0) ?? 0 }))
    .filter(({ code }) => [9, 10, 13, 0x85].includes(code) || RANGES.some(([from, to]) => code >= from && code <= to))
    .map(({ character }) => character)
    .join("");
}

const RANGES = [[0x20, 0x7e], [0xa0, 0xd7ff], [0xe000, 0xfffd], [0x10000, 0x10ffff]] as const;
