import { z } from "zod";
import type { ConnectionStatus } from "../../engine/contract/reconnecting-client.ts";
import { markAlerts } from "../alerts/mark-alerts.ts";
import { commandContext } from "../commands/context.ts";
import { commands } from "../commands/registry.ts";
import { listenForShortcuts } from "../commands/shortcuts.ts";
import { connectToEngine } from "../connection/connection.ts";
import { engine } from "../connection/engine-slot.ts";
import { showConnection, showRefusal } from "../connection/show-connection.ts";
import { followStreams } from "../connection/streams.ts";
import { followDiscovery } from "../discovery/discover.ts";
import { keepRecoverable } from "../files/recovery.ts";
import { rememberDocument } from "../files/same-document.ts";
import { takeDroppedFiles } from "../import/drop-files.ts";
import { followLessons } from "../lessons/follow-lessons.ts";
import { sendChanges } from "../run/live-update.ts";
import { markExperiments } from "../run/mark-experiments.ts";
import { markPlannedLoad } from "../run/mark-planned-load.ts";
import { followKeptReports } from "../run/kept-reports.ts";
import { keepPins } from "../run/keep-pins.ts";
import { showOwnRun } from "../run/show-own-run.ts";
import { tellOfReports } from "../run/tell-of-reports.ts";
import { discoveryStore } from "../stores/discovery-store.ts";
import { documentStore } from "../stores/document-store.ts";
import { frames } from "../stores/frames.ts";
import { exportStore } from "../stores/export-store.ts";
import { pinStore } from "../stores/pins.ts";
import { predictions } from "../stores/predictions.ts";
import { followPreferences } from "../stores/preferences.ts";
import { runStore } from "../stores/run-store.ts";
import { series } from "../stores/series.ts";
import { sessionStore } from "../stores/session-store.ts";
import { traces } from "../stores/traces.ts";
import { whatIfStore } from "../stores/what-if-store.ts";
import { followDesktop } from "./desktop.ts";
import { greet } from "./greet.ts";
import { followTheme } from "./theme.ts";

// The page's policy forbids making code from text, which zod otherwise tries.
z.config({ jitless: true });

/** Connects the stores with the engine, the keyboard and the shell; everything that lives as long as the window. */
export function startWindow(): void {
  followTheme(sessionStore);
  const now = (): number => Date.now();
  const discovery = followDiscovery({ ...commandContext, discovery: discoveryStore, frames, now });
  showOwnRun(commandContext);
  keepPins(documentStore, pinStore);
  const kept = followKeptReports(commandContext);
  const targets = { run: runStore, frames, series, traces, predictions, whatIf: whatIfStore, discovery, kept: kept.accept, now };
  const preferences = followPreferences(engine, () => {
    for (const store of [sessionStore, runStore, pinStore, exportStore]) store.getState().recall();
  });
  const greeting = { done: false };
  function onStatus(status: ConnectionStatus): void {
    showConnection(status, runStore);
    if (status.status !== "connected") return;
    // The client is assigned by the time a connection can have been made.
    queueMicrotask(() => void greet(commandContext, preferences, greeting));
  }
  const client = connectToEngine(onStatus, () => showRefusal(runStore));
  engine.use(client);
  followStreams(client, targets);
  listenForShortcuts(window, commands, commandContext);
  takeDroppedFiles(window, commandContext);
  sendChanges(commandContext, frames);
  markPlannedLoad(commandContext, frames);
  markExperiments(commandContext);
  markAlerts(commandContext);
  tellOfReports(commandContext);
  followLessons(commandContext);
  const recovery = keepRecoverable(documentStore, engine);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && recovery.flush());
  window.addEventListener("pagehide", recovery.flush);
  window.addEventListener("pagehide", preferences.flush);
  window.addEventListener("pagehide", () => rememberDocument(documentStore, sessionStorage));
  followDesktop(commandContext);
}
