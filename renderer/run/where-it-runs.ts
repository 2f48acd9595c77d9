import type { NodeFrame } from "../../engine/contract/frame.ts";
import { runWords } from "../words/run.ts";

/** `2 here · 2 on worker-b`: where a node's slots are; empty while all of them are on the run's own machine. */
export function whereItRuns({ runsOn }: Pick<NodeFrame, "runsOn">): string {
  return (runsOn ?? []).map(({ worker, slots }) => (worker === "" ? runWords.slotsHere(slots) : runWords.slotsOn(slots, worker))).join(" · ");
}
