import { describe, expect, it } from "vitest";
import { formatDesign } from "../document/format.ts";
import type { Design, Json } from "../document/schema.ts";
import { designAtStep, movedToStep, withSettings } from "./apply-settings.ts";
import { isLesson, lessonProblemLine, loadLesson } from "./load-lesson.ts";
import { parseMarkdown } from "./markdown.ts";

const DESIGN = {
  format: "spillway",
  version: 1,
  name: "Line",
  nodes: [
    { id: "orders", kind: "producer", position: { x: 0, y: 0 }, settings: { arrivals: { process: "poisson", ratePerSecond: 10 } } },
    { id: "billing", kind: "consumer", position: { x: 300, y: 0 } },
    { id: "done", kind: "sink", position: { x: 600, y: 0 } },
  ],
  edges: [
    { id: "e1", from: { node: "orders", port: "out" }, to: { node: "billing", port: "in" } },
    { id: "e2", from: { node: "billing", port: "out" }, to: { node: "done", port: "in" } },
  ],
} satisfies Json;

const RUN = { mode: "forecast", forMs: 1000 };

function lessonWith(steps: readonly Record<string, Json>[], more: Record<string, Json> = {}): string {
  return JSON.stringify({ format: "spillway-lesson", version: 1, title: "T", summary: "S", minutes: 5, design: DESIGN, steps: steps.map((step) => ({ title: "One", text: "Text", ...step })), ...more });
}

function problemsOf(text: string, designText: string | null = null): string[] {
  const loaded = loadLesson(text, designText);
  return loaded.ok ? [] : loaded.problems.map(lessonProblemLine);
}

describe("a lesson's file", () => {
  it("is read with its design inline, or from a file beside it", () => {
    expect(problemsOf(lessonWith([{ focus: ["billing"], run: RUN }]))).toEqual([]);
    expect(problemsOf(lessonWith([{}], { design: "line.spillway.json" }), formatDesign(DESIGN as unknown as Design))).toEqual([]);
    expect(problemsOf(lessonWith([{}], { design: "line.spillway.json" }))).toEqual(['design: there is no file "line.spillway.json" beside the lesson.']);
    expect(problemsOf(lessonWith([{}], { design: "../line.spillway.json" }), "{}")[0]).toContain("leads out of the lesson's folder");
    expect([isLesson(lessonWith([{}])), isLesson(JSON.stringify(DESIGN)), isLesson("{")]).toEqual([true, false, false]);
  });

  it("is refused by place, with the word that was meant", () => {
    const set = (node: string, path: string, value: Json = 1) => ({ set: [{ node, path, value }] });
    expect(problemsOf(lessonWith([{ focus: ["biling"] }]))).toEqual(['steps › 1 › focus › 1: there is no node "biling"; did you mean "billing"?']);
    expect(problemsOf(lessonWith([{}, set("orders", "arrivals.ratePerSeconds")]))).toEqual(['steps › 2 › set › 1 › path: there is no setting "ratePerSeconds"; did you mean "ratePerSecond"?']);
    expect(problemsOf(lessonWith([set("billing", "replicas", -2)]))[0]).toMatch(/^steps › 1 › set: .*Replicas must be at least 1/);
    expect(problemsOf(lessonWith([{ texts: "" }]))[0]).toBe('steps › 1: unknown property "texts"; did you mean "text"?');
    expect(problemsOf("{")[0]).toMatch(/^line 1, column 2/);
    expect(problemsOf(JSON.stringify(DESIGN))[0]).toContain('"format": "spillway-lesson"');
  });

  it("plans load and experiments by step, which are checked as those of a design", () => {
    const scenario = (chaos: Record<string, Json>) => problemsOf(lessonWith([{}, { scenario: { chaos: [{ id: "x", atMs: 0, ...chaos }] } }]))[0];
    expect(scenario({ experiment: "slow-consumer", target: { node: "billing" } })).toBeUndefined();
    expect(scenario({ experiment: "slow-consumers", target: { node: "billing" } })).toMatch(/^steps › 2 › scenario: .*slow-consumer/);
    expect(scenario({ experiment: "slow-consumer", target: { node: "biling" } })).toMatch(/^steps › 2 › scenario: .*biling/);
    expect(problemsOf(lessonWith([{ scenario: { load: [{ atMs: 0, node: "orders" }] } }]))[0]).toMatch(/^steps › 1 › scenario: .*says no rate/);
  });

  it("draws a curve only where there is a formula", () => {
    const curve = (node: string, more: Record<string, Json> = {}) => problemsOf(lessonWith([{ run: RUN, curve: { node }, ...more }]))[0];
    expect(curve("billing")).toBeUndefined();
    expect(curve("biling")).toBe('steps › 1 › curve › node: there is no node "biling"; did you mean "billing"?');
    expect(curve("done")).toContain("is no consumer");
    expect(curve("billing", { set: [{ node: "billing", path: "serviceTime", value: { distribution: "constant", meanMs: 5 } }, { node: "billing", path: "replicas", value: 2 }] })).toContain("only where service times are exponential");
  });

  it("asks only for what a run of it can answer", () => {
    const answer = (measure: Record<string, Json>, more: Record<string, Json> = { run: RUN }) => problemsOf(lessonWith([{ ...more, predict: { question: "?", unit: "events", answer: measure } }]))[0];
    expect(answer({ figure: "produced" })).toBeUndefined();
    expect(answer({ figure: "produced" }, {})).toContain("needs a run in the same step");
    expect(answer({ figure: "hitRatio" })).toContain("is of one node");
    expect(answer({ figure: "produced", node: "billing" })).toContain("leave the node out");
    expect(answer({ figure: "in", node: "billing", step: 2 })).toContain("comes after this one");
    expect(answer({ figure: "inn", node: "billing" })).toContain("must be one of");
    expect(answer({ figure: "waitms", node: "billing" })).toContain('did you mean "waitMs"?');
    expect(answer({ figure: "depth", node: "billing", statistic: "p95" })).toContain('"depth" has mean and max, and no p95.');
    expect(answer({ figure: "depth", node: "billing" })).toContain("is of what holds events, such as a queue or a topic, and this is a consumer.");
    expect(answer({ figure: "hitRatio", node: "billing" })).toContain('"hitRatio" is of a cache, and this is a consumer.');
    expect(answer({ figure: "in", node: "billing", statistic: "max" })).toContain("leave the statistic out");
    const choices: Record<string, Json>[] = [{ text: "a" }, { text: "b", when: [{ figure: "lost", op: ">", value: 0 }] }];
    expect(problemsOf(lessonWith([{ run: RUN, predict: { question: "?", choices } }]))[0]).toContain("put it last");
  });
});

describe("the settings of a step", () => {
  const lesson = { steps: [{ title: "", text: "" }, { title: "", text: "", set: [{ node: "billing", path: "serviceTime.meanMs", value: 30 }] }, { title: "", text: "", set: [{ node: "billing", path: "replicas", value: 2 }] }] };
  const design = DESIGN as unknown as Design;
  const billing = (at: Design) => at.nodes.find(({ id }) => id === "billing")?.settings ?? {};

  it("add up from the first step on, and go back with it", () => {
    expect(billing(designAtStep(lesson, design, 2))).toMatchObject({ serviceTime: { meanMs: 30 }, replicas: 2 });
    expect(billing(movedToStep(lesson, design, 1, designAtStep(lesson, design, 2)))).not.toHaveProperty("replicas");
  });

  it("leave alone what the learner changed otherwise, and nodes that are gone", () => {
    const learners = withSettings(design, [{ node: "billing", path: "concurrency", value: 3 }]);
    expect(billing(movedToStep(lesson, design, 2, learners))).toMatchObject({ concurrency: 3, replicas: 2 });
    const without = { ...design, nodes: design.nodes.filter(({ id }) => id !== "billing") };
    expect(movedToStep(lesson, design, 2, without)).toEqual(without);
  });
});

it("reads paragraphs, lists, bold and code, and takes HTML as text", () => {
  expect(parseMarkdown("A **b** `c`\nd\n\n- one\n- two\n\n1. <b>x</b>")).toEqual([
    { type: "paragraph", spans: [{ text: "A ", style: "plain" }, { text: "b", style: "bold" }, { text: " ", style: "plain" }, { text: "c", style: "code" }, { text: " d", style: "plain" }] },
    { type: "list", ordered: false, items: [[{ text: "one", style: "plain" }], [{ text: "two", style: "plain" }]] },
    { type: "list", ordered: true, items: [[{ text: "<b>x</b>", style: "plain" }]] },
  ]);
});
