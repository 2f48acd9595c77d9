import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { designAtStep } from "../../design/lessons/apply-settings.ts";
import { measuresIn } from "../../design/lessons/check-lesson.ts";
import { lessonProblemLine, loadLesson } from "../../design/lessons/load-lesson.ts";
import { LESSON_FIGURES, LESSON_STATISTICS } from "../../design/lessons/measure.ts";
import { shapeOf, unwrap } from "../../design/kinds/schema-walk.ts";
import { lessonSchema, type Lesson } from "../../design/lessons/schema.ts";
import type { Design } from "../../design/document/schema.ts";
import { holds, measured, rightChoice } from "../../engine/contract/lesson-figures.ts";
import type { Report } from "../../engine/contract/report.ts";
import { predict } from "../support/run.ts";

const FOLDER = fileURLToPath(new URL("../../examples/lessons/", import.meta.url));
const LESSONS = readdirSync(FOLDER).filter((file) => file.endsWith(".lesson.json"));

function lessonIn(file: string): { lesson: Lesson; design: Design } {
  const loaded = loadLesson(readFileSync(FOLDER + file, "utf8"), null);
  if (!loaded.ok) throw new Error(loaded.problems.map(lessonProblemLine).join("\n"));
  return loaded;
}

describe("lessons", () => {
  it.each(LESSONS)("%s says what is true of its runs, and asks what they answer", async (file) => {
    const { lesson, design } = lessonIn(file);
    expect(lesson.steps.length).toBeGreaterThanOrEqual(3);
    expect(lesson.steps.filter((step) => step.predict).length).toBeGreaterThanOrEqual(2);
    const reports = new Map<number, Report>();
    for (const [index, step] of lesson.steps.entries()) {
      if (!step.run) continue;
      const own = await predict(designAtStep(lesson, design, index), { forMs: step.run.forMs });
      reports.set(index + 1, own);
      const known = { own, step: (number: number) => reports.get(number) };
      expect(own.ledger, step.title).toMatchObject({ balanced: true, inFlight: 0 });
      expect(step.truths?.length ?? 0, step.title).toBeGreaterThan(0);
      for (const truth of step.truths ?? []) expect(holds(known, truth), `${step.title}: ${JSON.stringify(truth)} (is ${measured(known, truth)})`).toBe(true);
      for (const [path, measure] of measuresIn(step)) expect(measured(known, measure), `${step.title}: ${path.join(".")}`).not.toBeNull();
      if (step.predict && "choices" in step.predict) expect(step.predict.choices[rightChoice(known, step.predict.choices) ?? -1], step.title).toBeDefined();
    }
  });
});

it("docs/lessons.md has an example that works, and names every figure, statistic and field", () => {
  const page = readFileSync(new URL("../../docs/lessons.md", import.meta.url), "utf8");
  const [example = ""] = page.split("```json\n")[1]?.split("```") ?? [];
  const design = readFileSync(new URL("../../examples/templates/work-queue.spillway.json", import.meta.url), "utf8");
  const loaded = loadLesson(example, design);
  expect(loaded.ok ? [] : loaded.problems.map(lessonProblemLine)).toEqual([]);
  const step = unwrap(lessonSchema.shape.steps.element);
  const words = [...LESSON_FIGURES, ...LESSON_STATISTICS, ...Object.keys(lessonSchema.shape), ...Object.keys(shapeOf(step, {}) ?? {})];
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});
