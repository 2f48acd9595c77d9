import type { LessonStep } from "../../design/lessons/schema.ts";
import { holds, measured, type LessonReports } from "../../engine/contract/lesson-figures.ts";
import { formatFigure } from "./lesson-numbers.ts";
import { MarkdownText } from "./markdown-text.tsx";
import { lessonPanelWords } from "../words/lesson-panel.ts";

/** What a step's run measured and what that means; where the run does not bear out the lesson's words, it says so instead. */
export function StepOutcome({ step, reports }: { readonly step: LessonStep; readonly reports: LessonReports }) {
  const isAsTold = (step.truths ?? []).every((truth) => holds(reports, truth) !== false);
  return (
    <div className="lesson-outcome">
      {step.show && (
        <dl className="lesson-measures">
          {step.show.map(({ label, ...measure }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{formatFigure(measure.figure, measured(reports, measure))}</dd>
            </div>
          ))}
        </dl>
      )}
      {step.explain !== undefined && isAsTold && <MarkdownText text={step.explain} />}
      {!isAsTold && (
        <p className="lesson-otherwise">
          {lessonPanelWords.thisRunCameOutDifferently}
        </p>
      )}
    </div>
  );
}
