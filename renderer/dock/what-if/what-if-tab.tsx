import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import type { Asked } from "../../stores/what-if-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { FigurePicker } from "./figure-picker.tsx";
import { MeetForm } from "./meet-form.tsx";
import { PlotChart } from "./plot-chart.tsx";
import { plotOf } from "./plot.ts";
import { MeetTable, SweepTable } from "./result-table.tsx";
import { SwapForm } from "./swap-form.tsx";
import { SwapTable } from "./swap-table.tsx";
import { SweepForm } from "./sweep-form.tsx";
import { whatIfWords } from "../../words/what-if.ts";
import "../../inspector/form/form.css";
import "./what-if.css";

const KINDS = [
  { value: "sweep", label: whatIfWords.vary, title: whatIfWords.forecastTheDesignOverOneOrTwo },
  { value: "swap", label: whatIfWords.swapBroker, title: whatIfWords.theSameLoadWithAQueue },
  { value: "meet", label: whatIfWords.meetAnSLO, title: whatIfWords.findTheFewestReplicas },
] as const;

/** What if (rule F5): forecasts of the design with other numbers, computed beside everything else. */
export function WhatIfTab() {
  const kind = useWhatIf((whatIf) => whatIf.draft.kind);
  const asked = useWhatIf((whatIf) => whatIf.asked);
  const answered = asked && (asked.points.length > 0 || asked.trials.length > 0 || asked.outcomes.length > 0);
  return (
    <div className="what-if">
      <section className="what-if-question scroll" aria-label={whatIfWords.question}>
        <Segmented label={whatIfWords.whatToAsk} value={kind} options={KINDS} onChange={(next) => whatIfStore.getState().edit({ kind: next })} />
        {kind === "sweep" ? <SweepForm /> : kind === "meet" ? <MeetForm /> : <SwapForm />}
      </section>
      {!answered ? <Unanswered asked={asked} /> : asked.kind === "swap" ? <SwapTable asked={asked} /> : <Answer asked={asked} />}
    </div>
  );
}

function Unanswered({ asked }: { readonly asked: Asked | null }) {
  const text =
    asked?.status === "asking"
      ? whatIfWords.forecasting
      : asked?.status === "failed"
        ? (asked.message ?? whatIfWords.itFailed)
        : whatIfWords.seeHowTheDesignWouldDo;
  return (
    <p className="what-if-empty" role="status" data-tone={asked?.status === "failed" ? "bad" : undefined}>
      {text}
    </p>
  );
}

function Answer({ asked }: { readonly asked: Asked }) {
  const shown = useWhatIf((whatIf) => whatIf.shown);
  const plot = useMemo(() => plotOf(asked, shown), [asked, shown]);
  const unstable = plot.lines.some((line) => line.unstable.includes(true));
  return (
    <>
      <section className="what-if-plot" aria-label={whatIfWords.plot}>
        <header>
          {asked.kind === "sweep" ? <FigurePicker /> : <p className="what-if-sentence">{meetSentence(asked)}</p>}
          {unstable && (
            <span className="what-if-unstable">
              <TriangleAlert size={13} data-tone="bad" aria-hidden="true" />
              {whatIfWords.unstableGrowsForEver}
            </span>
          )}
        </header>
        <PlotChart plot={plot} label={whatIfWords.plotOverXTitle(plot.xTitle)} />
        <p className="what-if-x">
          {plot.xTitle}
          {asked.axes[1] && whatIfWords.aLineForEachTitle(asked.axes[1].title)}
        </p>
      </section>
      <section className="what-if-result scroll" aria-label={whatIfWords.result} tabIndex={0}>
        {asked.kind === "sweep" ? <SweepTable plot={plot} asked={asked} /> : <MeetTable plot={plot} asked={asked} />}
        {asked.status === "failed" && (
          <p className="field-error" role="alert">
            {asked.message}
          </p>
        )}
        {asked.status === "cancelled" && <p className="what-if-note">{whatIfWords.cancelledTheseAreThePointsThatWere}</p>}
      </section>
    </>
  );
}

/** The answer in a sentence. */
function meetSentence({ answer, subject, slo, status, trials }: Asked): string {
  if (answer === null) return status === "asking" ? whatIfWords.tryingValueReplicasAndMore(trials.at(-1)?.replicas ?? 1) : whatIfWords.notAnsweredToTheEnd;
  if (answer.smallest === null) return whatIfWords.noneOfWhatWasTriedMeetsValue(slo?.name ?? "the SLO", subject);
  return whatIfWords.smallestReplicasOfSubjectAreTheFewest(answer.smallest, subject, slo?.name ?? "the SLO");
}
