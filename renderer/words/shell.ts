import { area } from "./area.ts";

/** The window around everything: panels, messages, what a screen reader is told. */
export const shellWords = area("shell", {
  theEngineIsNotConnected: "The engine is not connected; your design is safe.",
  theRun: "The run",
  theForecast: "The forecast",
  whatIsDrainingNothingNewIsProduced: (what: string | number) => `${what} is draining: nothing new is produced, the rest is worked off.`,
  whatHasFinishedTheReportIsReady: (what: string | number) => `${what} has finished. The report is ready.`,
  connectingToTheEngine: "Connecting to the engine…",
  redisIsRestarting: "Redis is restarting.",
  thereIsNoRedisForLiveRuns: "There is no Redis for live runs; a forecast needs none.",
  showThePalette: "Show the palette",
  showTheInspector: "Show the inspector",
  anotherDesignIsRunning: (name: string) => `“${name}” is running, not this design.`,
  stopIt: "Stop it",
  connectedToTheEngineAgain: "Connected to the engine again.",
  theEngineStoppedWhileItWasRunning: "The engine stopped while it was running.",
  widthOfThePalette: "Width of the palette",
  widthOfTheInspector: "Width of the inspector",
  heightOfTheDock: "Height of the dock",
  messages: "Messages",
  dismiss: "Dismiss",
  lessonAndSteps: "Lesson and steps",
  palette: "Palette",
  canvas: "Canvas",
  inspector: "Inspector",
  dock: "Dock",
});
