import { X } from "lucide-react";
import { displayName } from "../../../design/document/display-name.ts";
import { formatTime } from "../../../design/words/numbers.ts";
import { useDocument } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { useTraces } from "../../stores/traces.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { outcomeOf, stepsOf } from "./trace-view.ts";
import { dockEventsWords } from "../../words/dock-events.ts";

/** One event's path: what each node did with it, and how long that took. */
export function TraceDetail({ root }: { readonly root: string }) {
  const trace = useTraces().find((each) => each.root === root);
  const nodes = useDocument((document) => document.design.nodes);
  const session = sessionStore.getState();
  if (!trace) return <p className="events-note">{dockEventsWords.thisEventIsNoLongerAmong}</p>;
  const outcome = outcomeOf(trace);
  return (
    <div className="trace-detail scroll">
      <header>
        <h3>
          {dockEventsWords.event} <code>{root.length > 14 ? `${root.slice(0, 13)}…` : root}</code>
          <span className="trace-outcome" data-tone={outcome.tone}>
            {outcome.text}
          </span>
        </h3>
        <IconButton icon={X} label={dockEventsWords.clearTheHighlightedEvent} onClick={() => session.selectEvent(null)} />
      </header>
      <ol>
        {stepsOf(trace).map((step) => {
          const node = nodes.find((each) => each.id === step.node);
          return (
            <li key={`${step.node}/${step.startMs}`}>
              <button type="button" onClick={() => session.select({ nodes: [step.node] })}>
                <KindIcon kind={node?.kind ?? ""} size={22} />
                <span className="trace-step">
                  <b>{node ? displayName(node) : step.node}</b>
                  <small>
                    {step.waitMs > 0 && dockEventsWords.waitedTime(formatTime(step.waitMs))}
                    {step.serviceMs > 0 && dockEventsWords.tookTime(formatTime(step.serviceMs))}
                    {step.attempts > 1 && dockEventsWords.attemptsAttempts(step.attempts)}
                    {step.outcome === "deadLettered" ? dockEventsWords.deadLettered : step.outcome}
                    {step.reason && `: ${step.reason}`}
                  </small>
                </span>
                <span className="trace-at">+{formatTime(step.startMs - trace.startMs)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
