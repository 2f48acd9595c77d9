import { area } from "./area.ts";

/** The dock's tab of problems. */
export const dockProblemsWords = area("dockProblems", {
  nothingIsDrawnYet: "Nothing is drawn yet. Drag a producer from the palette, or press A on the canvas.",
  noProblemsThisDesignCanRun: "No problems. This design can run.",
  problems: "Problems",
  error: "Error",
  warning: "Warning",
});
