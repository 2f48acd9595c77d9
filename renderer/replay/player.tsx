import { Maximize, Moon, Pause, Play, SkipBack, Sun } from "lucide-react";
import { useEffect } from "react";
import { thinnedWords } from "../../engine/contract/replay/thinned-words.ts";
import type { Recording } from "../../engine/contract/replay/recording.ts";
import { formatNumber, formatSpeed } from "../../design/words/numbers.ts";
import { formatClock, formatMoment } from "../format/clock.ts";
import { useDocument } from "../stores/document-store.ts";
import { useThemeName } from "../ui/use-theme-name.ts";
import { useHighestSampling } from "../canvas/live/sampling.ts";
import { ReadOnlyCanvas, fitDesign } from "../canvas/read-only-canvas.tsx";
import { followKeys } from "./replay-keys.ts";
import { replayStore, useReplay } from "./replay-store.ts";
import { ReplayReport } from "./replay-report.tsx";
import { RunNumbers } from "./run-numbers.tsx";
import { Timeline } from "./timeline.tsx";
import { toggleTheme } from "./toggle-theme.ts";
import { SPEEDS, type Transport } from "./transport.ts";
import { replayWords } from "../words/replay.ts";
import "./replay.css";

export interface PlayerProps {
  readonly recording: Recording;
  readonly transport: Transport;
}

/** The whole page: what ran, the canvas with its numbers or the report, and what plays it. */
export function Player({ recording, transport }: PlayerProps) {
  const shows = useReplay((state) => state.shows);
  useEffect(() => followKeys(transport), [transport]);
  return (
    <div className="replay">
      <Head recording={recording} />
      <main className="replay-main" data-shows={shows}>
        <div className="replay-canvas">
          <ReadOnlyCanvas />
        </div>
        <aside className="replay-side scroll" aria-label={replayWords.numbers} tabIndex={0}>
          <RunNumbers recording={recording} />
        </aside>
        {shows === "report" && recording.report && <ReplayReport report={recording.report} />}
      </main>
      <Controls recording={recording} transport={transport} />
    </div>
  );
}

function Head({ recording }: { readonly recording: Recording }) {
  const name = useDocument(({ design }) => design.name);
  const shows = useReplay((state) => state.shows);
  const theme = useThemeName();
  const thinned = thinnedWords(recording);
  return (
    <header className="replay-head">
      <h1>{name}</h1>
      <p>
        {(recording.mode === "live" ? replayWords.liveRun : replayWords.forecast)(recording.seed, formatMoment(recording.recordedAt))} {thinned}
      </p>
      {recording.report && (
        <button type="button" className="button button-plain" aria-pressed={shows === "report"} title="R" onClick={() => replayStore.setState({ shows: shows === "report" ? "run" : "report" })}>
          {replayWords.report}
        </button>
      )}
      <button type="button" className="icon-button" aria-label={theme === "dark" ? replayWords.lightTheme : replayWords.darkTheme} title="T" onClick={toggleTheme}>
        {theme === "dark" ? <Sun size={18} aria-hidden="true" /> : <Moon size={18} aria-hidden="true" />}
      </button>
    </header>
  );
}

function Controls({ recording, transport }: PlayerProps) {
  const { playback, toggle, seek, setSpeed } = transport;
  const { isPlaying, positionMs, speed } = useReplay((state) => state);
  const sampling = useHighestSampling();
  const isAtEnd = positionMs >= playback.endMs;
  return (
    <footer className="replay-controls">
      <button type="button" className="replay-play" aria-label={isPlaying ? replayWords.pause : replayWords.play} title={replayWords.keys.play} data-autofocus="true" onClick={toggle}>
        {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </button>
      <button type="button" className="icon-button" aria-label={replayWords.toTheBeginning} title={replayWords.keys.toTheBeginning} disabled={positionMs === 0} onClick={() => seek(0)}>
        <SkipBack size={18} aria-hidden="true" />
      </button>
      <span className="replay-clock">
        <b>{formatClock(positionMs)}</b> / {formatClock(playback.endMs)}
        <span className="visually-hidden" role="status">
          {isAtEnd ? replayWords.atItsEnd : isPlaying ? replayWords.playing : replayWords.paused}
        </span>
      </span>
      <Timeline recording={recording} transport={transport} />
      <label className="replay-speed">
        <span className="visually-hidden">{replayWords.speed}</span>
        <select value={speed} title={replayWords.keys.speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {formatSpeed(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="icon-button" aria-label={replayWords.fit} title="F" onClick={() => fitDesign()}>
        <Maximize size={18} aria-hidden="true" />
      </button>
      <div className="replay-legend">
        <span>
          <i data-what="delivered" />
          {replayWords.deliveredPerSecond}
        </span>
        <span>
          <i data-what="latency" />
          {replayWords.endToEndP95}
        </span>
        {sampling > 1 && <span>{replayWords.dotStandsFor(formatNumber(sampling))}</span>}
      </div>
    </footer>
  );
}
