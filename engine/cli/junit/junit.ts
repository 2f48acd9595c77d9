import { xmlDocument, type XmlElement } from "./xml.ts";

/** How a test case came out, other than well. `type` is a word for tools, `message` one line, `text` the rest. */
export interface Outcome {
  readonly as: "failure" | "error" | "skipped";
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/** One test case; without an outcome it passed. */
export interface TestCase {
  readonly name: string;
  /** What tools group by, with dots between its parts. */
  readonly group: string;
  /** How long it took, in s. */
  readonly seconds: number;
  readonly outcome?: Outcome;
}

/** One test suite: a design that was executed once. */
export interface TestSuite {
  readonly name: string;
  /** When it began. */
  readonly at: Date;
  readonly host: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly TestCase[];
  /** What the command said. */
  readonly output: string;
}

/**
 * A suite as JUnit XML, in what the common readers share: the schema of Jenkins's xUnit plug-in (junit-10.xsd) and that of
 * Ant's JUnit task, which is the stricter one in the order of elements and in attributes (none on the root). Times are in s.
 */
export function junitXml(suite: TestSuite): string {
  const { name, cases } = suite;
  const count = (as: Outcome["as"]): number => cases.filter(({ outcome }) => outcome?.as === as).length;
  const totals = { tests: cases.length, failures: count("failure"), errors: count("error") };
  const time = seconds(cases.reduce((sum, each) => sum + each.seconds, 0));
  const attributes = { id: 0, name, package: "spillway", hostname: suite.host, timestamp: suite.at.toISOString().slice(0, 19), ...totals, skipped: count("skipped"), time };
  const properties = Object.entries(suite.properties).map(([key, value]) => tag("property", { name: key, value }));
  const inside = [tag("properties", {}, properties), ...cases.map(caseElement), tag("system-out", {}, suite.output), tag("system-err", {})];
  return xmlDocument(tag("testsuites", {}, [tag("testsuite", attributes, inside)]));
}

function caseElement({ name, group, seconds: took, outcome }: TestCase): XmlElement {
  const attributes = { classname: group, name, time: seconds(took) };
  if (!outcome) return tag("testcase", attributes);
  return tag("testcase", attributes, [tag(outcome.as, { type: outcome.type, message: outcome.message }, outcome.text)]);
}

function tag(name: string, attributes: XmlElement["attributes"], inside: XmlElement["inside"] = ""): XmlElement {
  return { name, attributes, inside };
}

function seconds(value: number): string {
  return value.toFixed(3);
}
