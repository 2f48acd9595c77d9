import { diffDesigns } from "../../design/document/diff.ts";
import { AppError } from "../../design/errors.ts";
import { sameJson } from "../../design/document/same-json.ts";
import { designAtStep, movedToStep } from "../../design/lessons/apply-settings.ts";
import { lessonProblemLine, loadLesson } from "../../design/lessons/load-lesson.ts";
import type { Lesson } from "../../design/lessons/schema.ts";
import type { CommandContext } from "../commands/command.ts";
import { isRunning, startRun } from "../run/run-actions.ts";
import { fileSource, type LessonSource } from "./lesson-source.ts";
import { hasMoreToRead, readOn } from "./lesson-pager.ts";
import { changeLesson, lessonStore, type Predicted } from "./lesson-store.ts";

/** Opens a lesson and its design, as a design that is in no file. Rejects with an AppError that says what is wrong with the lesson. */
export function openLesson(context: CommandContext, path: string): Promise<void> {
  return openLessonFrom(context, fileSource(context, path));
}

/** The same from wherever it can be read. */
export async function openLessonFrom(context: CommandContext, source: LessonSource): Promise<void> {
  const { text, designText, hash } = await source.read();
  const loaded = loadLesson(text ?? "", designText);
  if (!loaded.ok) {
    const lines = loaded.problems.map(lessonProblemLine);
    throw new AppError("design-invalid", `This lesson cannot be opened: ${lines[0] ?? ""}`, lines.length > 1 ? { hint: lines.slice(1, 6).join(" ") } : {});
  }
  const { lesson, design } = loaded;
  context.session.getState().clearSelection();
  context.session.getState().selectEvent(null);
  context.document.getState().replace(designAtStep(lesson, design, 0), { path: null, hash: null });
  const documentKey = context.document.getState().key;
  lessonStore.setState({ open: { source, hash, lesson, design, documentKey, step: 0, predicted: {}, reports: {}, running: null, problems: [] } });
}

/** Goes to a step and brings the design to it, which is one step of undo. What the step before was still running is stopped. */
export async function goToStep(context: CommandContext, step: number): Promise<void> {
  const { open } = lessonStore.getState();
  if (!open || step < 0 || step >= open.lesson.steps.length || step === open.step) return;
  if (open.running !== null) await stopOwnRun(context);
  changeLesson(() => ({ step, running: null }));
  bringTo(context, step);
}

/** Whether going forward makes the present step's run first: in the presenter view, where a clicker has no other key. */
export function hasRunToMake(): boolean {
  const { open, isPresenting } = lessonStore.getState();
  return open !== null && isPresenting && open.running === null && open.lesson.steps[open.step]?.run !== undefined && open.reports[open.step] === undefined;
}

/**
 * To the next step. In the presenter view, where a clicker has one key for it, the rest of the present step comes before that: what is below, its run,
 * and what that found; a forecast that is being computed is waited for.
 */
export async function goForward(context: CommandContext): Promise<void> {
  const { open, isPresenting } = lessonStore.getState();
  if (!open) return;
  if (isPresenting) {
    if (open.running !== null && context.run.getState().run?.mode === "forecast") return;
    if (hasMoreToRead()) return readOn();
    if (hasRunToMake() && !isRunning(context)) return runStep(context);
  }
  await goToStep(context, open.step + 1);
}

/** Runs the design for the present step; its report comes by {@link followLessonRuns}. */
export async function runStep(context: CommandContext): Promise<void> {
  const { open } = lessonStore.getState();
  const run = open?.lesson.steps[open.step]?.run;
  if (!open || !run || isRunning(context)) return;
  await startRun(context, { options: { mode: run.mode, forMs: run.forMs, speed: run.speed ?? 1 } });
  const state = context.run.getState().run;
  if (!state || !isRunning(context)) return;
  changeLesson(() => ({ running: { step: open.step, runId: state.runId } }));
  if (run.mode === "forecast" && run.speed === undefined) context.run.getState().acceptState(await context.engine.call("run.finish", {}));
}

/** Keeps what the learner predicts for the present step. */
export function predict(predicted: Predicted): void {
  changeLesson((open) => ({ predicted: { ...open.predicted, [open.step]: predicted } }));
}

/** Ends the lesson; its design stays, in no file. */
export function leaveLesson(): void {
  lessonStore.setState({ open: null, isPresenting: false });
}

/**
 * Reads the lesson's file again and shows what was changed in it, at the same step. What was predicted and run is forgotten where a
 * design, a setting or a run changed. A file that does not work is told of, and the lesson stays as it was.
 */
export async function reloadLesson(context: CommandContext): Promise<void> {
  const known = lessonStore.getState().open;
  if (!known) return;
  const { text, designText, hash } = await known.source.read(known.hash);
  const { open } = lessonStore.getState();
  if (text === null || open?.source !== known.source) return;
  const loaded = loadLesson(text, designText);
  if (!loaded.ok) return changeLesson(() => ({ hash, problems: loaded.problems.map(lessonProblemLine) }));
  const { lesson, design } = loaded;
  const step = Math.min(open.step, lesson.steps.length - 1);
  const isSame = sameJson(open.design, design) && sameJson(essenceOf(open.lesson), essenceOf(lesson));
  changeLesson(() => ({ hash, lesson, design, step, problems: [], ...(isSame ? {} : { predicted: {}, reports: {} }) }));
  if (sameJson(open.design, design)) return bringTo(context, step);
  context.document.getState().replace(designAtStep(lesson, design, step), { path: null, hash: null });
  changeLesson(() => ({ documentKey: context.document.getState().key }));
}

function bringTo({ document }: CommandContext, step: number): void {
  const { open } = lessonStore.getState();
  if (!open) return;
  const { design, edit, mark } = document.getState();
  mark();
  edit(diffDesigns(design, movedToStep(open.lesson, open.design, step, design)), `Step “${open.lesson.steps[step]?.title ?? ""}”`);
}

async function stopOwnRun({ run, engine }: CommandContext): Promise<void> {
  const { open } = lessonStore.getState();
  if (open?.running?.runId === run.getState().run?.runId) run.getState().acceptState(await engine.call("run.stop", {}));
}

function essenceOf({ steps }: Lesson): unknown {
  return steps.map(({ set, run, predict: question }) => [set, run, question]);
}
