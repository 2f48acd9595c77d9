import type { Frame } from "../contract/frame.ts";
import type { Notice, RunState } from "../contract/run.ts";
import { duration, perSecond, whole } from "./format.ts";
import type { Terminal } from "./terminal.ts";

/** Time between two lines where the last one cannot be rewritten. */
const PLAIN_EVERY_MS = 5000;
const INTERACTIVE_EVERY_MS = 100;
/** The rate is over this much design time. */
const RATE_OVER_MS = 1000;

/** Shows how a run goes, on standard error. */
export interface Progress {
  frame(frame: Frame): void;
  state(state: RunState): void;
  notice(notice: Notice): void;
  /** Shows the last state and closes the line. Idempotent. */
  end(): void;
}

/** Rewrites one line on a terminal; elsewhere writes one at once and then every few seconds. `now` is any clock in ms. */
export function createProgress(terminal: Terminal, now: () => number): Progress {
  const past: { atMs: number; delivered: number }[] = [];
  let state: RunState | null = null;
  let latest: Frame | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let hasLine = false;
  let isOver = false;

  function show(isDue: boolean): void {
    if (!latest || !state) return;
    if (!isDue && now() - shownAt < (terminal.isInteractive ? INTERACTIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
    shownAt = now();
    const line = progressLine(latest, state, rateOf(past));
    if (terminal.isInteractive) terminal.note(`\r\u001B[2K${line.slice(0, terminal.columns() - 1)}`);
    else terminal.note(`${line}\n`);
    hasLine = terminal.isInteractive;
  }

  function closeLine(): void {
    if (hasLine) terminal.note("\n");
    hasLine = false;
  }

  return {
    frame(frame) {
      latest = frame;
      past.push({ atMs: frame.atMs, delivered: frame.ledger.delivered });
      while ((past[0]?.atMs ?? 0) < frame.atMs - RATE_OVER_MS) past.shift();
      show(false);
    },
    state(next) {
      const isNew = next.phase !== state?.phase && next.phase === "draining";
      state = next;
      show(isNew);
    },
    notice({ level, message }) {
      closeLine();
      terminal.note(`${level === "info" ? "" : `${level}: `}${message}\n`, level === "warning" ? "warn" : level);
    },
    end() {
      if (isOver) return;
      isOver = true;
      show(terminal.isInteractive);
      closeLine();
    },
  };
}

/** One line: where the run stands, what came in and out, and what a drain waits for. */
export function progressLine(frame: Frame, state: RunState, deliveredPerSecond: number): string {
  const { produced, delivered, inFlight } = frame.ledger;
  return [
    `${phaseOf(state)} ${duration(frame.atMs)}${state.forMs === null ? "" : ` of ${duration(state.forMs)}`}`,
    `produced ${whole(produced)}`,
    `delivered ${whole(delivered)} (${perSecond(deliveredPerSecond)})`,
    `in flight ${whole(inFlight)}`,
    ...(state.phase === "draining" && state.message !== undefined ? [state.message] : []),
  ].join(" · ");
}

function phaseOf({ mode, phase }: RunState): string {
  if (phase === "draining") return "Draining";
  if (phase === "paused" || phase === "stopping") return phase === "paused" ? "Paused" : "Stopping";
  return mode === "forecast" ? "Forecasting" : "Running";
}

function rateOf(past: readonly { atMs: number; delivered: number }[]): number {
  const [first, last] = [past[0], past.at(-1)];
  return first && last && last.atMs > first.atMs ? ((last.delivered - first.delivered) * 1000) / (last.atMs - first.atMs) : 0;
}
