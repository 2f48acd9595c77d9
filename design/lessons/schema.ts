import { z } from "zod";
import { idSchema } from "../document/identifiers.ts";
import { documentSchema } from "../document/schema.ts";
import { comparisonSchema, measureSchema } from "./measure.ts";

const text = z.string().min(1).max(4000);
const line = z.string().min(1).max(200);

/** A setting to apply before a step; `path` as in `serviceTime.meanMs` or `rules.0.when`. A value of null takes the setting away, so that its default holds. */
const settingSchema = z.strictObject({ node: idSchema, path: z.string().min(1).max(200), value: z.json() });
export type LessonSetting = z.output<typeof settingSchema>;

const runSchema = z.strictObject({
  mode: z.enum(["live", "forecast"]),
  /** How long producers produce, ms of design time. */
  forMs: z.number().int().min(1).max(86_400_000),
  /** A forecast without one is computed at once. */
  speed: z.number().min(0.1).max(10).optional(),
});

const choiceSchema = z.strictObject({
  text: line,
  /** It is the right one when all of these hold, and none before it is; without it when none before it is. */
  when: z.array(comparisonSchema).min(1).max(5).optional(),
});

const predictionSchema = z.union([
  z.strictObject({ question: line, choices: z.array(choiceSchema).min(2).max(5) }),
  z.strictObject({
    question: line,
    unit: z.enum(["ms", "events", "perSecond", "share", "replicas"]),
    answer: measureSchema,
    /** How far from the measured number a prediction may be and still be right, as a share of it. */
    within: z.number().min(0).max(1).default(0.25),
  }),
]);
export type LessonPrediction = z.output<typeof predictionSchema>;

/** The wait that a formula gives over the load of a consumer, beside what the runs of the lesson measured. */
const curveSchema = z.strictObject({ node: idSchema });

const stepSchema = z.strictObject({
  title: line,
  text,
  focus: z.array(idSchema).min(1).max(20).optional(),
  set: z.array(settingSchema).min(1).max(50).optional(),
  /** Planned load and experiments of this step's run, as in a design; the design's own where it has none. */
  scenario: documentSchema.shape.scenario,
  run: runSchema.optional(),
  predict: predictionSchema.optional(),
  /** Numbers to show after the run, with what they are called. */
  show: z.array(measureSchema.extend({ label: line })).min(1).max(8).optional(),
  curve: curveSchema.optional(),
  /** Shown after the run. */
  explain: text.optional(),
  /** What `explain` claims: where the run says otherwise, the learner is told so instead. */
  truths: z.array(comparisonSchema).min(1).max(10).optional(),
});
export type LessonStep = z.output<typeof stepSchema>;

/** A lesson as it is written in a `*.lesson.json` file; `docs/lessons.md` describes each field. */
export const lessonSchema = z.strictObject({
  format: z.literal("spillway-lesson"),
  version: z.literal(1),
  title: line,
  summary: z.string().min(1).max(400),
  minutes: z.number().int().min(1).max(240),
  /** The design itself, or the path of one that lies beside the lesson or below its folder. */
  design: z.union([z.string().min(1).max(500), z.record(z.string(), z.json())]),
  steps: z.array(stepSchema).min(1).max(50),
});
export type Lesson = z.output<typeof lessonSchema>;
