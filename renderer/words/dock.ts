import { area } from "./area.ts";

/** The dock and what its tabs say. */
export const dockWords = area("dock", {
  run: "Run",
  metrics: "Metrics",
  events: "Events",
  problems: "Problems",
  alerts: "Alerts",
  report: "Report",
  whatIf: "What if",
  export: "Export",
  dock: "Dock",
  hideTheDock: "Hide the dock",
  showTheDock: "Show the dock",
});
