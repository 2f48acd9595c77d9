import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export interface ReplayState {
  /** The moment shown, ms of design time; told ten times a second while it plays. */
  readonly positionMs: number;
  readonly isPlaying: boolean;
  /** Design time per real time. */
  readonly speed: number;
  readonly shows: "run" | "report";
}

/** What the player does. */
export const replayStore = createStore<ReplayState>()(() => ({ positionMs: 0, isPlaying: false, speed: 1, shows: "run" }));

/** The part of it that a component needs. */
export function useReplay<Part>(selector: (state: ReplayState) => Part): Part {
  return useStore(replayStore, selector);
}
