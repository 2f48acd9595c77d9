import { displayName } from "../../design/document/display-name.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import { formatExactCount, formatNumber, formatTime, NO_NUMBER } from "../../design/words/numbers.ts";
import type { Frame } from "../../engine/contract/frame.ts";
import type { Recording } from "../../engine/contract/replay/recording.ts";
import { readingsOf } from "../inspector/live/node-readings.ts";
import { formatClock } from "../format/clock.ts";
import { useDocument } from "../stores/document-store.ts";
import { useNodeFrame, useShownFrame, useSloVerdicts } from "../stores/frames.ts";
import { useSession } from "../stores/session-store.ts";
import { useReplay } from "./replay-store.ts";
import { replayWords } from "../words/replay.ts";

/** The run as a whole at the moment shown, the node that is selected, and what the engine told of last. */
export function RunNumbers({ recording }: { readonly recording: Recording }) {
  const frame = useShownFrame();
  const selected = useSession(({ selection }) => (selection.nodes.length === 1 ? selection.nodes[0] : undefined));
  return (
    <div className="numbers">
      <h2>{replayWords.theRun}</h2>
      <dl>
        {numbersOf(frame).map(({ label, text, tone }) => (
          <div key={label} data-tone={tone}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Objectives />
      {selected === undefined ? <p className="numbers-note">{replayWords.selectToFollow}</p> : <Selected id={selected} />}
      <Told recording={recording} />
    </div>
  );
}

function numbersOf(frame: Frame | null): { label: string; text: string; tone?: string }[] {
  const ledger = frame?.ledger;
  const endToEnd = frame?.endToEndMs;
  const wrong = ledger === undefined ? 0 : ledger.failed + ledger.deadLettered;
  const gone = ledger === undefined ? 0 : ledger.lost + Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
  const time = (ms: number | undefined) => (endToEnd === undefined || endToEnd.count === 0 || ms === undefined ? NO_NUMBER : formatTime(ms));
  return [
    { label: replayWords.produced, text: formatExactCount(ledger?.produced ?? 0) },
    { label: replayWords.delivered, text: formatExactCount(ledger?.delivered ?? 0) },
    { label: replayWords.inFlight, text: formatExactCount(ledger?.inFlight ?? 0) },
    { label: replayWords.failed, text: formatExactCount(wrong), ...(wrong > 0 && { tone: "bad" }) },
    { label: replayWords.gone, text: formatExactCount(gone), ...(gone > 0 && { tone: "bad" }) },
    { label: replayWords.endToEnd("p50"), text: time(endToEnd?.p50) },
    { label: replayWords.endToEnd("p95"), text: time(endToEnd?.p95) },
    { label: replayWords.endToEnd("p99"), text: time(endToEnd?.p99) },
  ];
}

function Objectives() {
  const verdicts = useSloVerdicts();
  if (verdicts.length === 0) return null;
  return (
    <>
      <h2>{replayWords.objectives}</h2>
      <ul>
        {verdicts.map(({ id, name, passed, value, op, target }) => (
          <li key={id} data-tone={passed ? "ok" : "bad"}>
            <b>{passed ? replayWords.met : replayWords.missed}</b> {replayWords.wanted(name, formatNumber(value), op, formatNumber(target))}
          </li>
        ))}
      </ul>
    </>
  );
}

function Selected({ id }: { readonly id: string }) {
  const node = useDocument(({ design }) => design.nodes.find((each) => each.id === id));
  const frame = useNodeFrame(id);
  const shown = useShownFrame();
  if (node === undefined) return null;
  const role = isKindType(node.kind) ? kindOf(node.kind).role : "inline";
  const readings = frame === undefined ? [] : readingsOf(role, frame, node.kind, Math.round((shown?.intervalMs ?? 0) / 100) * 100);
  const times = frame === undefined ? [] : ([[replayWords.waitTimes, frame.waitMs], [replayWords.serviceTimes, frame.serviceMs]] as const).filter(([, { count }]) => count > 0);
  return (
    <>
      <h2>{displayName(node)}</h2>
      <dl>
        {readings.map(({ label, text, tone }) => (
          <div key={label} data-tone={tone}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {times.map(([label, { p50, p95 }]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {formatTime(p50)} / {formatTime(p95)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The last notices up to the moment shown. */
function Told({ recording }: { readonly recording: Recording }) {
  const positionMs = useReplay((state) => state.positionMs);
  const notices = recording.notices.filter(({ atMs = 0 }) => atMs <= positionMs).slice(-3);
  if (notices.length === 0) return null;
  return (
    <>
      <h2>{replayWords.told}</h2>
      <ul>
        {notices.map(({ atMs = 0, message, level }, index) => (
          <li key={index} data-tone={level === "info" ? undefined : "warn"}>
            <b>{formatClock(atMs)}</b> {message}
          </li>
        ))}
      </ul>
    </>
  );
}
