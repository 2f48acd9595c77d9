import type { Recording } from "../../engine/contract/replay/recording.ts";
import { crossingMs } from "../canvas/dots/crossing.ts";
import { Playback } from "./playback.ts";
import { replayStore } from "./replay-store.ts";
import { createStage } from "./stage.ts";

/** What the player's buttons and keys do. */
export interface Transport {
  readonly playback: Playback;
  /** Plays, from the beginning where it has come to the end. */
  readonly toggle: () => void;
  readonly seek: (ms: number) => void;
  readonly setSpeed: (speed: number) => void;
}

/** Speeds to choose from: slow motion for one event, and enough for an hour. */
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 100] as const;

/** A whole recording is not to take longer than this at first, ms. */
const PATIENCE_MS = 90_000;
/** A window that slept does not jump by so much, ms. */
const LONGEST_TICK_MS = 250;
const TOLD_EVERY_MS = 100;

/** Plays a recording into the window's stores, by the frames of the screen. */
export function createTransport(recording: Recording): Transport {
  const stage = createStage(recording);
  const playback = new Playback(recording, stage);
  let requested = 0;
  let lastMs = 0;
  let toldMs = 0;

  function tell(): void {
    replayStore.setState({ positionMs: playback.position });
  }

  function tick(nowMs: number): void {
    requested = 0;
    const { isPlaying, speed } = replayStore.getState();
    if (!isPlaying) return;
    playback.advance(playback.position + Math.min(LONGEST_TICK_MS, nowMs - lastMs) * speed);
    lastMs = nowMs;
    if (nowMs - toldMs >= TOLD_EVERY_MS) {
      toldMs = nowMs;
      tell();
    }
    if (playback.position >= playback.endMs) return play(false);
    requested = requestAnimationFrame(tick);
  }

  function play(isPlaying: boolean): void {
    cancelAnimationFrame(requested);
    replayStore.setState({ isPlaying });
    stage.setRun(replayStore.getState().speed, isPlaying);
    tell();
    if (!isPlaying) return;
    lastMs = performance.now();
    requested = requestAnimationFrame(tick);
  }

  const transport: Transport = {
    playback,
    toggle() {
      const { isPlaying } = replayStore.getState();
      if (!isPlaying && playback.position >= playback.endMs) playback.seek(0);
      play(!isPlaying);
    },
    seek(ms) {
      playback.seek(ms);
      tell();
    },
    setSpeed(speed) {
      replayStore.setState({ speed });
      playback.underWayMs = crossingMs(speed);
      stage.setRun(speed, replayStore.getState().isPlaying);
      // What stands still is drawn as it is at the new speed.
      if (!replayStore.getState().isPlaying) playback.seek(playback.position);
    },
  };
  transport.setSpeed(SPEEDS.find((speed) => playback.endMs / speed <= PATIENCE_MS && speed >= 1) ?? 100);
  transport.seek(0);
  return transport;
}
