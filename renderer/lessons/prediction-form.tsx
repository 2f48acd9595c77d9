import { Check } from "lucide-react";
import type { LessonPrediction } from "../../design/lessons/schema.ts";
import { isNear, measured, rightChoice, type LessonReports } from "../../engine/contract/lesson-figures.ts";
import { predict } from "./lesson-actions.ts";
import { formatIn, typedScale, UNIT_SIGNS } from "./lesson-numbers.ts";
import type { Predicted } from "./lesson-store.ts";
import { lessonPanelWords } from "../words/lesson-panel.ts";
import { Sentence } from "../words/sentence.tsx";

export interface PredictionFormProps {
  readonly question: LessonPrediction;
  readonly predicted: Predicted | undefined;
  /** Once the step has been run. */
  readonly reports: LessonReports | null;
}

/** Asks what will happen; after the run it says what did. */
export function PredictionForm({ question, predicted, reports }: PredictionFormProps) {
  return (
    <fieldset className="lesson-question">
      <legend>{question.question}</legend>
      {"choices" in question ? <Choices question={question} predicted={predicted} reports={reports} /> : <NumberField question={question} predicted={predicted} reports={reports} />}
    </fieldset>
  );
}

type Props<Kind extends "choices" | "unit"> = PredictionFormProps & { readonly question: Extract<LessonPrediction, Record<Kind, unknown>> };

function Choices({ question, predicted, reports }: Props<"choices">) {
  const chosen = predicted && "choice" in predicted ? predicted.choice : null;
  const right = reports && rightChoice(reports, question.choices);
  return (
    <>
      {question.choices.map(({ text }, index) => (
        <label key={index} className="lesson-choice" data-verdict={reports === null || right === null ? undefined : index === right ? "right" : index === chosen ? "wrong" : undefined}>
          <input type="radio" name="prediction" checked={index === chosen} aria-disabled={reports !== null} onChange={() => reports === null && predict({ choice: index })} />
          <span>{text}</span>
          {index === right && <Check size={16} aria-label={lessonPanelWords.thisIsWhatHappened} />}
        </label>
      ))}
      {reports && <Verdict isRight={chosen === null || right === null ? null : chosen === right}>{choiceVerdict(right, chosen, question, reports)}</Verdict>}
    </>
  );
}

function choiceVerdict(right: number | null, chosen: number | null, { choices }: Props<"choices">["question"], reports: LessonReports): string {
  if (right === null) return whatIsMissing(choices, reports);
  const text = choices[right]?.text;
  if (text === undefined) return lessonPanelWords.noneOfTheseTheRunCameOut;
  if (chosen === null) return lessonPanelWords.itHappenedText(text);
  return chosen === right ? lessonPanelWords.youPredicted : lessonPanelWords.itCameOutDifferentlyText(text);
}

/** Why the right choice cannot be told yet. */
function whatIsMissing(choices: Props<"choices">["question"]["choices"], reports: LessonReports): string {
  const steps = choices.flatMap(({ when = [] }) => when.flatMap(({ step, times }) => [step, times?.step]));
  const missing = [...new Set(steps.filter((step) => step !== undefined && !reports.step(step)))];
  return missing.length === 0 ? lessonPanelWords.theRunDidNotMeasure : lessonPanelWords.runStepTextAsWellThisOne(missing.join(" and "));
}

function NumberField({ question, predicted, reports }: Props<"unit">) {
  const { unit, answer, within } = question;
  const given = predicted && "number" in predicted ? predicted.number : null;
  const found = reports && measured(reports, answer);
  return (
    <>
      <span className="lesson-number">
        <input
          type="number"
          min={0}
          step="any"
          aria-label={lessonPanelWords.yourPredictionInValue(UNIT_SIGNS[unit])}
          value={given === null ? "" : Number((given * typedScale(unit)).toPrecision(12))}
          disabled={reports !== null}
          onChange={({ currentTarget }) => predict({ number: currentTarget.valueAsNumber / typedScale(unit) })}
        />
        {UNIT_SIGNS[unit]}
      </span>
      {reports && found !== null && (
        <Verdict isRight={given === null ? null : isNear(given, found, within)}>
          <Sentence text={given === null ? lessonPanelWords.itWas : lessonPanelWords.youSaid(formatIn(unit, given))} parts={[<strong key="found">{formatIn(unit, found)}</strong>]} />
        </Verdict>
      )}
      {reports && found === null && <Verdict isRight={null}>{lessonPanelWords.theRunDidNotMeasure}</Verdict>}
    </>
  );
}

function Verdict({ isRight, children }: { readonly isRight: boolean | null; readonly children: React.ReactNode }) {
  return (
    <p className="lesson-verdict" data-right={isRight ?? undefined}>
      {children}
    </p>
  );
}
