/**
 * The moment of design time that the screen shows. Frames tell what happened up to a moment; the clock follows a little
 * behind that, at the run's speed, so that everything it passes has been heard of and dots keep their true timing.
 */
export interface PlaybackClock {
  /** Says that everything up to `designMs` has been heard of; a step back begins another run. */
  report(designMs: number, wallMs: number): void;
  /** Says that something at `designMs` was heard of: ahead of the next report, and never a step back. */
  hear(designMs: number, wallMs: number): void;
  setSpeed(speed: number): void;
  /** The moment shown at `wallMs`; never goes back within a run, never passes what was reported. */
  now(wallMs: number): number;
  /** The moment shown last, without moving on. */
  position(): number;
  /** Lets the clock run on for so long beyond what was reported, because nothing more will be: a run has ended. */
  runOut(designMs: number): void;
  /** True while the shown moment has not reached what was reported. */
  isMoving(): boolean;
  reset(): void;
}

const LEAST_LAG_MS = 60;
/** Samples are told of up to so long before the frame that covers them, at ten times the speed. */
const AHEAD_MS = 1500;
/** A clock that is further behind than this jumps: a forecast was told to finish, or the window slept. */
const JUMP_LAG_MS = 2000;

/** A clock at 0 that nothing was reported to. Times in ms; `wallMs` must not go back. */
export function createPlaybackClock(): PlaybackClock {
  let head = 0;
  let reported = 0;
  let position = 0;
  let speed = 1;
  let lastWallMs: number | null = null;
  let reportedAtMs: number | null = null;
  let reportEveryMs = 100;

  /** How far behind to stay, in wall time: what a report may be late by. */
  function wantedLagMs(): number {
    return Math.max(LEAST_LAG_MS, reportEveryMs * 1.5);
  }

  function restart(designMs: number): void {
    head = designMs;
    position = Math.max(0, designMs - wantedLagMs() * speed);
    lastWallMs = null;
    reportedAtMs = null;
    reportEveryMs = 100;
  }

  function advance(designMs: number, wallMs: number): void {
    if (reportedAtMs !== null && designMs > reported) {
      const passed = Math.min(1500, wallMs - reportedAtMs);
      reportEveryMs += (passed - reportEveryMs) * 0.2;
    }
    if (designMs !== reported) reportedAtMs = wallMs;
    reported = designMs;
    head = Math.max(head, designMs);
  }

  return {
    report(designMs, wallMs) {
      // Samples may have run a little ahead of a frame; a greater step back is another run.
      if (designMs < reported - AHEAD_MS) restart(designMs);
      else if (designMs >= reported) advance(designMs, wallMs);
    },
    hear(designMs, wallMs) {
      if (designMs > reported) advance(designMs, wallMs);
    },
    setSpeed(next) {
      speed = next;
    },
    now(wallMs) {
      const passed = lastWallMs === null ? 0 : Math.max(0, wallMs - lastWallMs);
      lastWallMs = wallMs;
      const lag = (head - position) / speed;
      if (lag > JUMP_LAG_MS + wantedLagMs()) position = head - wantedLagMs() * speed;
      const correction = Math.min(0.5, Math.max(-0.2, (lag - wantedLagMs()) / 1000));
      position = Math.min(head, position + passed * speed * (1 + correction));
      return position;
    },
    position: () => position,
    runOut(designMs) {
      head += designMs;
    },
    isMoving: () => position < head,
    reset() {
      head = 0;
      reported = 0;
      position = 0;
      lastWallMs = null;
      reportedAtMs = null;
      reportEveryMs = 100;
    },
  };
}
