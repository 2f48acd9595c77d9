import { applyDiff } from "../document/diff.ts";
import { setScenario } from "../document/operations-document.ts";
import { updateSettings } from "../document/operations-settings.ts";
import { sameJson } from "../document/same-json.ts";
import type { Design, Json } from "../document/schema.ts";
import { valueOf } from "../kinds/schema-walk.ts";
import type { Lesson, LessonSetting } from "./schema.ts";

/** Where a setting lies: `rules.0.when` is `["rules", 0, "when"]`. */
export function settingPath(path: string): (string | number)[] {
  return path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** The design with settings written into it. A node that it does not have any more is passed over. */
export function withSettings(design: Design, settings: readonly LessonSetting[]): Design {
  return settings.reduce((before, { node, path, value }) => {
    if (!before.nodes.some(({ id }) => id === node)) return before;
    return applyDiff(before, updateSettings(before, { node, path: settingPath(path), value: value ?? undefined }));
  }, design);
}

/** A lesson's own design as it is at a step, counted from 0: all settings of the steps up to it applied, and the step's own scenario. */
export function designAtStep(lesson: Pick<Lesson, "steps">, design: Design, step: number): Design {
  const { scenario = design.scenario } = lesson.steps[step] ?? {};
  return withScenario(withSettings(design, lesson.steps.slice(0, step + 1).flatMap(({ set }) => set ?? [])), scenario);
}

function withScenario(design: Design, scenario: Design["scenario"]): Design {
  return sameJson(design.scenario ?? null, scenario ?? null) ? design : applyDiff(design, setScenario(design, scenario));
}

/**
 * A learner's design brought to a step, whichever step they come from: every setting that the lesson touches anywhere, and the
 * scenario where a step has one, is as it is at that step. What they changed otherwise stays.
 */
export function movedToStep(lesson: Pick<Lesson, "steps">, design: Design, step: number, learners: Design): Design {
  const there = designAtStep(lesson, design, step);
  const touched = new Map(lesson.steps.flatMap(({ set }) => set ?? []).map((setting) => [`${setting.node} ${setting.path}`, setting]));
  const wanted = [...touched.values()].map(({ node, path }) => ({ node, path, value: settingIn(there, node, path) }));
  const brought = withSettings(learners, wanted.filter(({ node, path, value }) => !sameJson(settingIn(learners, node, path), value)));
  return lesson.steps.some(({ scenario }) => scenario !== undefined) ? withScenario(brought, there.scenario) : brought;
}

/** Null where it is not set. */
function settingIn(design: Design, node: string, path: string): Json {
  const settings = design.nodes.find(({ id }) => id === node)?.settings;
  return (settingPath(path).reduce<unknown>(valueOf, settings) as Json | undefined) ?? null;
}
