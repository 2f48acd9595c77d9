import { useState } from "react";
import { displayName } from "../../../design/document/display-name.ts";
import { formatClock } from "../../format/clock.ts";
import { formatTime } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useRun } from "../../stores/run-store.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { sessionStore, useSession } from "../../stores/session-store.ts";
import { traces, useTraces, type Trace } from "../../stores/traces.ts";
import { NothingRun } from "../nothing-run.tsx";
import { TraceBar } from "./trace-bar.tsx";
import { TraceDetail } from "./trace-detail.tsx";
import { outcomeOf, pathOf } from "./trace-view.ts";
import { dockEventsWords } from "../../words/dock-events.ts";
import "./events.css";

const MOST_ROWS = 120;

/** Sampled events, newest first; a click shows one's whole path here and on the canvas. */
export function EventsTab() {
  const hasRun = useRun(({ run }) => run !== null);
  const newest = useTraces();
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const selected = useSession((session) => session.selectedEvent);
  if (!hasRun) return <NothingRun>{dockEventsWords.runTheDesignToFollowSingleEvents}</NothingRun>;
  const shown = held === null ? newest : held.flatMap((root) => traces.traceOf(root) ?? []);
  return (
    <div className="events">
      <div className="events-list scroll" onPointerEnter={() => setHeld(newest.map((trace) => trace.root))} onPointerLeave={() => setHeld(null)}>
        {shown.length === 0 ? <p className="dock-empty">{dockEventsWords.noEventHasBeenSampledYet}</p> : <TraceTable rows={shown} selected={selected} />}
      </div>
      <aside className="events-side">{selected === null ? <SamplingNote held={held !== null} /> : <TraceDetail root={selected} />}</aside>
    </div>
  );
}

function TraceTable({ rows, selected }: { readonly rows: readonly Trace[]; readonly selected: string | null }) {
  return (
    <table className="table traces">
      <thead>
        <tr>
          <th scope="col">{dockEventsWords.emitted}</th>
          <th scope="col">{dockEventsWords.path}</th>
          <th scope="col" className="trace-bar-column">
            {dockEventsWords.timePerStep}
          </th>
          <th scope="col" className="number">
            {dockEventsWords.total}
          </th>
          <th scope="col">{dockEventsWords.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map((trace) => (
          <TraceRow key={trace.root} trace={trace} selected={trace.root === selected} />
        ))}
      </tbody>
    </table>
  );
}

function TraceRow({ trace, selected }: { readonly trace: Trace; readonly selected: boolean }) {
  const nodes = useDocument((document) => document.design.nodes);
  const edges = useDocument((document) => document.design.edges);
  const outcome = outcomeOf(trace);
  const path = pathOf(trace, edges).map((id) => displayName(nodes.find((node) => node.id === id) ?? { id }));
  const toggle = () => sessionStore.getState().selectEvent(selected ? null : trace.root);
  return (
    <tr className="trace-row" aria-selected={selected} onClick={toggle}>
      <td className="trace-time">{formatClock(trace.startMs)}</td>
      <td className="trace-path">
        <button
          type="button"
          aria-pressed={selected}
          onClick={(event) => {
            event.stopPropagation();
            toggle();
          }}
        >
          {path.join(" → ")}
        </button>
      </td>
      <td>
        <TraceBar trace={trace} />
      </td>
      <td className="number">{formatTime(trace.endMs - trace.startMs)}</td>
      <td>
        <span className="trace-outcome" data-tone={outcome.tone}>
          {outcome.text}
        </span>
      </td>
    </tr>
  );
}

function SamplingNote({ held }: { readonly held: boolean }) {
  const sampling = useShownFrame()?.sampling ?? 1;
  return (
    <div className="events-note">
      <p>{dockEventsWords.chooseAnEventToSeeWhere}</p>
      <p>{sampling > 1 ? dockEventsWords.eachStandsForAboutRoundEvents(Math.round(sampling)) : dockEventsWords.everyEventIsSampled}</p>
      {held && <p className="events-held">{dockEventsWords.theListHoldsStillWhileYouPoint}</p>}
    </div>
  );
}
