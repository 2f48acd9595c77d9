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
import "../../inspector/form/form.css";
import "./what-if.css";

const KINDS = [
  { value: "sweep", label: "Vary", title: "Forecast the design over one or two of its numbers" },
  { value: "swap", label: "Swap broker", title: "The same load with a queue, a topic and an exchange in place of a channel" },
  { value: "meet", label: "Meet an SLO", title: "Find the fewest replicas with which an SLO holds" },
] as const;

/** What if (rule F5): forecasts of the design with other numbers, computed beside everything else. */
export function WhatIfTab() {
  const kind = useWhatIf((whatIf) => whatIf.draft.kind);
  const asked = useWhatIf((whatIf) => whatIf.asked);
  const answered = asked && (asked.points.length > 0 || asked.trials.length > 0 || asked.outcomes.length > 0);
  return (
    <div className="what-if">
      <section className="what-if-question scroll" aria-label="Question">
        <Segmented label="What to ask" value={kind} options={KINDS} onChange={(next) => whatIfStore.getState().edit({ kind: next })} />
        {kind === "sweep" ? <SweepForm /> : kind === "meet" ? <MeetForm /> : <SwapForm />}
      </section>
      {!answered ? <Unanswered asked={asked} /> : asked.kind === "swap" ? <SwapTable asked={asked} /> : <Answer asked={asked} />}
    </div>
  );
}

function Unanswered({ asked }: { readonly asked: Asked | null }) {
  const text =
    asked?.status === "asking"
      ? "Forecasting…"
      : asked?.status === "failed"
        ? (asked.message ?? "It failed.")
        : "See how the design would do with other numbers: each point is a forecast of the whole design. A run that is on goes on undisturbed.";
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
      <section className="what-if-plot" aria-label="Plot">
        <header>
          {asked.kind === "sweep" ? <FigurePicker /> : <p className="what-if-sentence">{meetSentence(asked)}</p>}
          {unstable && (
            <span className="what-if-unstable">
              <TriangleAlert size={13} data-tone="bad" aria-hidden="true" />
              unstable: grows for ever
            </span>
          )}
        </header>
        <PlotChart plot={plot} label={`Plot over ${plot.xTitle}`} />
        <p className="what-if-x">
          {plot.xTitle}
          {asked.axes[1] && `, a line for each ${asked.axes[1].title}`}
        </p>
      </section>
      <section className="what-if-result scroll" aria-label="Result" tabIndex={0}>
        {asked.kind === "sweep" ? <SweepTable plot={plot} asked={asked} /> : <MeetTable plot={plot} asked={asked} />}
        {asked.status === "failed" && (
          <p className="field-error" role="alert">
            {asked.message}
          </p>
        )}
        {asked.status === "cancelled" && <p className="what-if-note">Cancelled: these are the points that were done.</p>}
      </section>
    </>
  );
}

/** The answer in a sentence. */
function meetSentence({ answer, subject, slo, status, trials }: Asked): string {
  if (answer === null) return status === "asking" ? `Trying ${trials.at(-1)?.replicas ?? 1} replicas and more…` : "Not answered to the end.";
  if (answer.smallest === null) return `None of what was tried meets ${slo?.name ?? "the SLO"}: more replicas of ${subject} are not enough.`;
  return `${answer.smallest} ${answer.smallest === 1 ? "replica" : "replicas"} of ${subject} ${answer.smallest === 1 ? "is" : "are"} the fewest that meet ${slo?.name ?? "the SLO"}.`;
}
