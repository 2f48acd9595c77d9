import { checkDesign } from "../checks/check.ts";
import { nearestWord } from "../checks/nearest-word.ts";
import type { Design } from "../document/schema.ts";
import { isAppError } from "../errors.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { fieldOf, shapeOf, valueOf } from "../kinds/schema-walk.ts";
import { waitCurveOf } from "./wait-curve.ts";
import { designAtStep, settingPath } from "./apply-settings.ts";
import { NODE_FIGURES, RUN_FIGURES, STATISTICS_OF, whyNotAt, type Measure } from "./measure.ts";
import type { Lesson, LessonSetting, LessonStep } from "./schema.ts";

type Path = readonly (string | number)[];

/** One thing that is wrong with a lesson, and where in its file. */
export interface LessonProblem {
  readonly path: Path;
  readonly message: string;
}

/** What is wrong with a lesson that has the right shape: names that its design does not have, runs that cannot be, answers that nothing gives. */
export function checkLesson(lesson: Lesson, design: Design): LessonProblem[] {
  const named = lesson.steps.flatMap((step, index) => checkStep(lesson, design, step, index).map(({ path, message }) => ({ path: ["steps", index, ...path], message })));
  // Settings that do not fit would only be said again.
  return named.length > 0 ? named : [...checkDesigns(lesson, design)];
}

function checkStep(lesson: Lesson, design: Design, step: LessonStep, index: number): LessonProblem[] {
  const nodes = design.nodes.map(({ id }) => id);
  const problems: LessonProblem[] = [];
  step.focus?.forEach((id, at) => problems.push(...unknown("node", id, nodes, ["focus", at])));
  step.set?.forEach((setting, at) => problems.push(...checkSetting(lesson, design, setting, index, ["set", at])));
  for (const part of ["predict", "show", "curve", "truths"] as const) {
    if (step[part] !== undefined && step.run === undefined) problems.push({ path: [part], message: "needs a run in the same step, which it can be compared with." });
  }
  for (const [path, measure] of measuresIn(step)) problems.push(...checkMeasure(lesson, design, measure, index, path));
  if (step.curve) problems.push(...checkCurve(lesson, design, step.curve.node, index));
  if (step.predict && "choices" in step.predict) {
    const otherwise = step.predict.choices.findIndex(({ when }) => when === undefined);
    if (otherwise !== -1 && otherwise < step.predict.choices.length - 1) {
      problems.push({ path: ["predict", "choices", otherwise], message: 'has no "when", so that those after it are never right; put it last.' });
    }
  }
  return problems;
}

function checkCurve(lesson: Lesson, design: Design, id: string, index: number): LessonProblem[] {
  const path = ["curve", "node"];
  const node = designBefore(lesson, design, index + 1).nodes.find((each) => each.id === id);
  if (!node) return unknown("node", id, design.nodes.map((each) => each.id), path);
  if (node.kind !== "consumer") return [{ path, message: `${id} is no consumer, and only the wait for one has a formula.` }];
  const found = waitCurveOf(node.settings);
  return typeof found === "string" ? [{ path, message: found }] : [];
}

/** Every measure of a step, with its place in it. */
export function measuresIn({ predict, show, truths }: LessonStep): [Path, Measure][] {
  const comparisons = [
    ...(truths ?? []).map((truth, at) => [["truths", at], truth] as const),
    ...(predict && "choices" in predict ? predict.choices.flatMap(({ when }, at) => (when ?? []).map((comparison, number) => [["predict", "choices", at, "when", number], comparison] as const)) : []),
  ];
  return [
    ...comparisons.flatMap(([path, { times, ...measure }]): [Path, Measure][] => [[path, measure], ...(times ? [[[...path, "times"], times] satisfies [Path, Measure]] : [])]),
    ...(show ?? []).map((measure, at): [Path, Measure] => [["show", at], measure]),
    ...(predict && "answer" in predict ? [[["predict", "answer"], predict.answer] satisfies [Path, Measure]] : []),
  ];
}

function checkMeasure({ steps }: Lesson, { nodes, edges }: Design, { figure, node, statistic, step }: Measure, index: number, path: Path): LessonProblem[] {
  const problems = node === undefined ? [] : unknown("node", node, [...nodes, ...edges].map(({ id }) => id), [...path, "node"]);
  if (node === undefined && NODE_FIGURES.has(figure)) problems.push({ path, message: `"${figure}" is of one node: say which in "node".` });
  if (node !== undefined && RUN_FIGURES.has(figure)) problems.push({ path: [...path, "node"], message: `"${figure}" is of the whole run: leave the node out.` });
  const statistics = STATISTICS_OF[figure] ?? [];
  if (statistic !== undefined && !statistics.includes(statistic)) {
    problems.push({ path: [...path, "statistic"], message: statistics.length === 0 ? `"${figure}" is one number: leave the statistic out.` : `"${figure}" has ${statistics.join(" and ")}, and no ${statistic}.` });
  }
  const measuredAt = nodes.find(({ id }) => id === node);
  const misplaced = measuredAt ? whyNotAt(figure, measuredAt.kind) : null;
  if (misplaced !== null) problems.push({ path: [...path, "node"], message: misplaced });
  if (step !== undefined && step > index + 1) problems.push({ path: [...path, "step"], message: `step ${step} comes after this one, so that its run cannot be known yet.` });
  else if (step !== undefined && steps[step - 1]?.run === undefined) problems.push({ path: [...path, "step"], message: `step ${step} has no run.` });
  return problems;
}

function checkSetting(lesson: Lesson, design: Design, { node: id, path }: LessonSetting, index: number, place: Path): LessonProblem[] {
  const before = designBefore(lesson, design, index);
  const node = before.nodes.find((each) => each.id === id);
  if (!node) return unknown("node", id, design.nodes.map((each) => each.id), [...place, "node"]);
  if (!isKindType(node.kind)) return [];
  let schema: ReturnType<typeof fieldOf> = kindOf(node.kind).settings;
  let value: unknown = node.settings ?? {};
  for (const key of settingPath(path)) {
    const shape = shapeOf(schema, value);
    if (shape !== null && !Object.hasOwn(shape, key)) return unknown("setting", String(key), Object.keys(shape), [...place, "path"]);
    schema = fieldOf(schema, value, key);
    if (schema === null) return [];
    value = valueOf(value, key);
  }
  return [];
}

/** The errors of the design as it is at the beginning, or else at the first step that breaks it. */
function checkDesigns(lesson: Lesson, design: Design): LessonProblem[] {
  const [broken] = errorsOf(design);
  if (broken !== undefined) return [{ path: ["design"], message: broken.message }];
  for (const index of lesson.steps.keys()) {
    const errors = errorsAt(lesson, design, index);
    if (errors.length > 0) return errors.map(({ message, isOfScenario }) => ({ path: ["steps", index, isOfScenario ? "scenario" : "set"], message }));
  }
  return [];
}

/** The design that a step's settings are written into; the lesson's own where an earlier step cannot be done. */
function designBefore(lesson: Lesson, design: Design, index: number): Design {
  try {
    return designAtStep(lesson, design, index - 1);
  } catch (error) {
    if (isAppError(error)) return design;
    throw error;
  }
}

interface StepError {
  readonly message: string;
  readonly isOfScenario: boolean;
}

function errorsAt(lesson: Lesson, design: Design, index: number): StepError[] {
  try {
    return errorsOf(designAtStep(lesson, design, index));
  } catch (error) {
    if (isAppError(error)) return [{ message: error.message, isOfScenario: false }];
    throw error;
  }
}

function errorsOf(design: Design): StepError[] {
  return checkDesign(design).flatMap(({ severity, message, path }) => (severity === "error" ? [{ message, isOfScenario: path?.[0] === "scenario" }] : []));
}

function unknown(what: string, word: string, known: readonly string[], path: Path): LessonProblem[] {
  if (known.includes(word)) return [];
  const near = nearestWord(word, known);
  return [{ path, message: `there is no ${what} "${word}"${near === null ? `; there are ${known.join(", ")}.` : `; did you mean "${near}"?`}` }];
}
