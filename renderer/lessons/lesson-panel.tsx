import { ChevronLeft, ChevronRight, Play, Presentation, RotateCcw, Square, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { designAtStep } from "../../design/lessons/apply-settings.ts";
import type { LessonReports } from "../../engine/contract/lesson-figures.ts";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { useCommand } from "../commands/use-command.ts";
import { describeChanges } from "../../design/compare/describe-changes.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { runStep } from "./lesson-actions.ts";
import { changeLesson, lessonStore, useLesson, type OpenLesson } from "./lesson-store.ts";
import { readIn } from "./lesson-pager.ts";
import { MarkdownText } from "./markdown-text.tsx";
import { PredictionForm } from "./prediction-form.tsx";
import { StepOutcome } from "./step-outcome.tsx";
import { WaitCurve } from "./wait-curve.tsx";
import { useFittedCanvas } from "./use-fitted-canvas.ts";
import { lessonPanelWords } from "../words/lesson-panel.ts";
import "./lesson-panel.css";

/** The lesson that is open: a step's text, what it asks, its run, and the way to the next one. */
export function LessonPanel({ open }: { readonly open: OpenLesson }) {
  const { lesson, step: index } = open;
  const isPresenting = useLesson((state) => state.isPresenting);
  const [present, leave] = [useCommand("lesson.present"), useCommand("lesson.leave")];
  const body = useRef<HTMLDivElement>(null);
  useFittedCanvas(open.documentKey, isPresenting);
  const hasOutcome = open.reports[index] !== undefined;
  useEffect(() => {
    readIn(body.current);
    return () => readIn(null);
  }, []);
  useEffect(() => {
    body.current?.scrollTo({ top: 0 });
  }, [index]);
  useEffect(() => {
    // What a run found comes into view with the question that it answers.
    const found = hasOutcome ? body.current?.querySelector(".lesson-question, .lesson-outcome") : null;
    found?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [hasOutcome, index]);
  return (
    <section className="lesson" aria-label={lessonPanelWords.lesson} data-presenting={isPresenting || undefined}>
      <header className="lesson-head">
        <h2>{lesson.title}</h2>
        <IconButton icon={Presentation} label={isPresenting ? lessonPanelWords.leaveThePresenterView : lessonPanelWords.presenterView} shortcut={isPresenting ? "Esc" : present.shortcut} aria-pressed={isPresenting} onClick={present.perform} />
        <IconButton icon={X} label={lessonPanelWords.leaveTheLesson} onClick={leave.perform} />
      </header>
      <div className="lesson-body scroll" ref={body} tabIndex={0} role="group" aria-label={lessonPanelWords.step} onScrollEnd={tellRead}>
        {open.problems.length > 0 && (
          <div role="alert" className="lesson-problems">
            <p>{lessonPanelWords.theFileWasSavedWithProblems}</p>
            <ul>
              {open.problems.slice(0, 8).map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
        <Step key={index} open={open} />
      </div>
      <Steps open={open} />
    </section>
  );
}

/** Whether there is more to read decides what the way forward is. */
function tellRead(): void {
  lessonStore.setState({});
}

function Step({ open }: { readonly open: OpenLesson }) {
  const { lesson, design, step: index } = open;
  const step = lesson.steps[index];
  if (!step) return null;
  const own = open.reports[index];
  const reports: LessonReports | null = own ? { own, step: (number) => open.reports[number - 1] } : null;
  const changes = index === 0 ? [] : describeChanges(designAtStep(lesson, design, index - 1), designAtStep(lesson, design, index));
  return (
    <>
      <h3 className="lesson-title">{step.title}</h3>
      <MarkdownText text={step.text} />
      {changes.length > 0 && (
        <p className="lesson-changes">
          <span>{lessonPanelWords.setForThisStep}</span>
          {changes.map((change) => (
            <code key={change}>{change}</code>
          ))}
        </p>
      )}
      {step.predict && <PredictionForm question={step.predict} predicted={open.predicted[index]} reports={reports} />}
      {step.run && <RunButton hasRun={reports !== null} isPredicted={open.predicted[index] !== undefined} asks={step.predict !== undefined} />}
      <div aria-live="polite">{reports && <StepOutcome step={step} reports={reports} />}</div>
      {reports && step.curve && <WaitCurve open={open} node={step.curve.node} />}
    </>
  );
}

interface RunButtonProps {
  readonly hasRun: boolean;
  readonly isPredicted: boolean;
  readonly asks: boolean;
}

function RunButton({ hasRun, isPredicted, asks }: RunButtonProps) {
  const isOn = useRun((state) => isActive(state.run));
  const isConnected = useRun((state) => state.connection.status === "connected");
  const stop = useCommand("run.stop");
  const run = () => void runStep(commandContext).catch((error: unknown) => tellFailure(error, commandContext));
  const again = () => {
    changeLesson(({ step, reports }) => ({ reports: Object.fromEntries(Object.entries(reports).filter(([at]) => Number(at) !== step)) }));
    run();
  };
  if (isOn) {
    return (
      <Button icon={Square} disabled={!stop.enabled} onClick={stop.perform}>
        {lessonPanelWords.stopTheRun}
      </Button>
    );
  }
  if (hasRun) {
    return (
      <Button variant="quiet" icon={RotateCcw} disabled={!isConnected} onClick={again}>
        {lessonPanelWords.runItAgain}
      </Button>
    );
  }
  return (
    <Button variant="primary" icon={Play} disabled={!isConnected} onClick={run}>
      {asks ? (isPredicted ? lessonPanelWords.runAndCompare : lessonPanelWords.runWithoutAPrediction) : lessonPanelWords.runThisStep}
    </Button>
  );
}

function Steps({ open: { lesson, step } }: { readonly open: OpenLesson }) {
  const [back, next] = [useCommand("lesson.back"), useCommand("lesson.next")];
  return (
    <footer className="lesson-foot">
      <Button icon={ChevronLeft} disabled={!back.enabled} title={back.shortcut} onClick={back.perform}>
        {lessonPanelWords.back}
      </Button>
      <span role="status" className="lesson-place">
        {lessonPanelWords.stepOf(step + 1, lesson.steps.length)}
        <span className="visually-hidden">: {lesson.steps[step]?.title}</span>
      </span>
      <Button variant={next.enabled ? "plain" : "quiet"} disabled={!next.enabled} title={next.shortcut} onClick={next.perform}>
        {lessonPanelWords.next}
        <ChevronRight size={15} aria-hidden="true" />
      </Button>
    </footer>
  );
}
