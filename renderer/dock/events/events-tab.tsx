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
import "./events.css";

const MOST_ROWS = 120;

/** Sampled events, newest first; a click shows one's whole path here and on the canvas. */
export function EventsTab() {
  const hasRun = useRun(({ run }) => run !== null);
  const newest = useTraces();
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const selected = useSession((session) => session.selectedEvent);
  if (!hasRun) return <NothingRun>Run the design to follow single events here.</NothingRun>;
  const shown = held === null ? newest : held.flatMap((root) => traces.traceOf(root) ?? []);
  return (
    <div className="events">
      <div className="events-list scroll" onPointerEnter={() => setHeld(newest.map((trace) => trace.root))} onPointerLeave={() => setHeld(null)}>
        {shown.length === 0 ? <p className="dock-empty">No event has been sampled yet.</p> : <TraceTable rows={shown} selected={selected} />}
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
          <th scope="col">Emitted</th>
          <th scope="col">Path</th>
          <th scope="col" className="trace-bar-column">
            Time per step
          </th>
          <th scope="col" className="number">
            Total
          </th>
          <th scope="col">Outcome</th>
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
      <p>Choose an event to see where its time went. Its path lights up on the canvas.</p>
      <p>{sampling > 1 ? `Each stands for about ${Math.round(sampling)} events.` : "Every event is sampled."}</p>
      {held && <p className="events-held">The list holds still while you point at it.</p>}
    </div>
  );
}
