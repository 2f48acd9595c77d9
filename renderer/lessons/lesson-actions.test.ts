import { afterEach, describe, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { Json } from "../../design/document/schema.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import type { RunState } from "../../engine/contract/run.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createRunStore } from "../stores/run-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { spotlightStore } from "../stores/spotlight.ts";
import { followLessons } from "./follow-lessons.ts";
import { goForward, goToStep, openLesson, openLessonFrom, reloadLesson, runStep } from "./lesson-actions.ts";
import { readIn } from "./lesson-pager.ts";
import { droppedSource } from "./lesson-source.ts";
import { lessonStore } from "./lesson-store.ts";

const DESIGN = {
  format: "spillway",
  version: 1,
  name: "Line",
  nodes: [
    { id: "orders", kind: "producer", position: { x: 0, y: 0 } },
    { id: "billing", kind: "consumer", position: { x: 300, y: 0 } },
  ],
  edges: [{ id: "e1", from: { node: "orders", port: "out" }, to: { node: "billing", port: "in" } }],
} satisfies Json;
const STARTED: RunState = { runId: "r1", mode: "forecast", phase: "running", atMs: 0, forMs: 1000, speed: 1, seed: 1 };

function lessonText(second: Record<string, Json> = {}): string {
  const run = { mode: "forecast", forMs: 1000 };
  const steps = [
    { title: "One", text: "First", focus: ["billing"], run },
    { title: "Two", text: "Second", set: [{ node: "billing", path: "replicas", value: 3 }], run, ...second },
  ];
  return JSON.stringify({ format: "spillway-lesson", version: 1, title: "T", summary: "S", minutes: 1, design: DESIGN, steps });
}

let stop: () => void = () => {};

async function setUp() {
  const file = { text: lessonText() };
  const client = createFakeClient({
    "lessons.open": ({ path }) => ({ path, hash: file.text, text: file.text, designText: null }),
    "run.start": () => STARTED,
    "run.finish": () => STARTED,
    "run.stop": () => ({ ...STARTED, phase: "stopping" as const }),
  });
  const context = { document: createDocumentStore(), session: createSessionStore(), run: createRunStore(), engine: client };
  stop = followLessons(context);
  await openLesson(context, "/x.lesson.json");
  const replicas = (): unknown => context.document.getState().design.nodes.find(({ id }) => id === "billing")?.settings?.["replicas"];
  return { client, context, file, replicas, open: () => lessonStore.getState().open };
}

afterEach(() => {
  stop();
  lessonStore.setState({ open: null, isPresenting: false });
});

describe("a lesson", () => {
  it("brings the design to its steps and back, each one step of undo, and points at nodes", async () => {
    const { context, replicas } = await setUp();
    expect(spotlightStore.getState().nodes).toEqual(new Set(["billing"]));
    await goToStep(context, 1);
    expect([replicas(), context.document.getState().undoLabel(), spotlightStore.getState().nodes]).toEqual([3, "Step “Two”", null]);
    context.document.getState().undo();
    expect([replicas(), context.document.getState().undoLabel()]).toEqual([undefined, null]);
    context.document.getState().redo();
    await goToStep(context, 0);
    expect(replicas()).toBeUndefined();
    await goToStep(context, 7);
    expect(lessonStore.getState().open?.step).toBe(0);
  });

  it("runs a step as the step says and keeps its report, and no other run's", async () => {
    const { client, context, open } = await setUp();
    await runStep(context);
    expect(client.made.map(({ name }) => name)).toEqual(["lessons.open", "run.start", "run.finish"]);
    expect(client.made[1]?.request).toMatchObject({ mode: "forecast", forMs: 1000 });
    context.run.getState().acceptState({ ...STARTED, runId: "another" });
    context.run.getState().acceptReport({} as never, 0);
    expect(open()?.reports).toEqual({});
    context.run.getState().acceptState({ ...STARTED, phase: "finished" });
    context.run.getState().acceptReport({ seed: 1 } as never, 0);
    expect(open()).toMatchObject({ running: null, reports: { 0: { seed: 1 } } });
  });

  it("goes forward by one key in the presenter view: what is below, the run, what it found, the next step", async () => {
    const { client, context, open } = await setUp();
    const runs = () => client.made.filter(({ name }) => name === "run.start").length;
    const [toRead, seen] = [document.createElement("div"), 100];
    Object.defineProperties(toRead, { clientHeight: { value: seen }, scrollHeight: { value: 150 }, scrollBy: { value: () => (toRead.scrollTop = 50) } });
    lessonStore.setState({ isPresenting: true });
    readIn(toRead);
    await goForward(context);
    expect([toRead.scrollTop, runs()]).toEqual([50, 0]);
    await goForward(context);
    await goForward(context);
    expect([runs(), open()?.step]).toEqual([1, 0]);
    context.run.getState().acceptState({ ...STARTED, phase: "finished" });
    context.run.getState().acceptReport({ seed: 1 } as never, 0);
    await goForward(context);
    expect([runs(), open()?.step]).toEqual([1, 1]);
    readIn(null);
    lessonStore.setState({ isPresenting: false });
  });

  it("plans load and faults for the step that has them, and takes them back", async () => {
    const { context, file } = await setUp();
    const chaos = [{ id: "slow", atMs: 100, experiment: "slow-consumer", target: { node: "billing" } }];
    const load = [{ atMs: 0, node: "orders", rateFactor: 2 }];
    file.text = lessonText({ scenario: { load, chaos }, run: { mode: "live", forMs: 1000 } });
    await reloadLesson(context);
    expect(context.document.getState().design.scenario).toBeUndefined();
    await goToStep(context, 1);
    expect(context.document.getState().design.scenario).toEqual({ load, chaos });
    await goToStep(context, 0);
    expect(context.document.getState().design.scenario).toBeUndefined();
  });

  it("runs live where a step says so, and keeps its report", async () => {
    const { client, context, file, open } = await setUp();
    file.text = lessonText({ run: { mode: "live", forMs: 1000, speed: 2 } });
    await reloadLesson(context);
    await goToStep(context, 1);
    await runStep(context);
    expect(client.made.at(-1)).toMatchObject({ name: "run.start", request: { mode: "live", forMs: 1000, speed: 2 } });
    context.run.getState().acceptState({ ...STARTED, mode: "live", phase: "finished" });
    context.run.getState().acceptReport({ seed: 2 } as never, 0);
    expect(open()?.reports).toMatchObject({ 1: { seed: 2 } });
  });

  it("that was dropped is shown anew as it is saved", async () => {
    const { context, open } = await setUp();
    let saved = new File([lessonText()], "x.lesson.json", { lastModified: 1 });
    await openLessonFrom(context, droppedSource(() => Promise.resolve(saved)));
    saved = new File([lessonText({ text: "Better" })], "x.lesson.json", { lastModified: 2 });
    await reloadLesson(context);
    expect(open()?.lesson.steps[1]?.text).toBe("Better");
    const beside = new File([JSON.stringify({ ...JSON.parse(lessonText()), design: "orders.spillway.json" })], "x.lesson.json");
    await expect(openLessonFrom(context, droppedSource(() => Promise.resolve(beside)))).rejects.toThrow("names a design beside it, orders.spillway.json");
  });

  it("ends when another design is opened, and leaves that one alone", async () => {
    const { context, open } = await setUp();
    context.document.getState().replace(emptyDesign("Other"), { path: null, hash: null });
    await Promise.resolve();
    expect([open(), context.document.getState().design.name]).toEqual([null, "Other"]);
  });

  it("shows what is saved at the step where it is, and tells what is wrong with it", async () => {
    const { context, file, replicas, open } = await setUp();
    await goToStep(context, 1);
    file.text = lessonText({ text: "Better", set: [{ node: "billing", path: "replicas", value: 4 }] });
    await reloadLesson(context);
    expect([open()?.lesson.steps[1]?.text, open()?.step, replicas()]).toEqual(["Better", 1, 4]);
    file.text = lessonText({ focus: ["biling"] });
    await reloadLesson(context);
    expect([open()?.problems, open()?.lesson.steps[1]?.text]).toEqual([['steps › 2 › focus › 1: there is no node "biling"; did you mean "billing"?'], "Better"]);
  });
});
