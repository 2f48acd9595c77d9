import { useSyncExternalStore } from "react";
import type { Design } from "../../design/document/schema.ts";
import { conditionOf, watchedNode } from "../../design/alerts/resolve.ts";
import type { AlertRecord, AlertStanding } from "../../engine/contract/alerts.ts";
import { documentStore } from "../stores/document-store.ts";
import { frames } from "../stores/frames.ts";
import { isActive } from "../stores/run-state.ts";
import { runStore, useRun } from "../stores/run-store.ts";
import { alertName } from "./alert-edits.ts";

const NO_STANDINGS: readonly AlertStanding[] = [];
const NO_RECORDS: readonly AlertRecord[] = [];

/** How the alerts of the run stand while it is on. */
export function useStandings(): readonly AlertStanding[] {
  return useSyncExternalStore(frames.subscribeShown, standingsNow);
}

function standingsNow(): readonly AlertStanding[] {
  return isActive(runStore.getState().run) ? (frames.shown()?.alerts ?? NO_STANDINGS) : NO_STANDINGS;
}

/** The phase that an alert is in; undefined while no run is on. */
export function useAlertPhase(id: string): AlertStanding["phase"] | undefined {
  return useSyncExternalStore(subscribeBoth, () => standingsNow().find(({ alert }) => alert === id)?.phase);
}

/** How many alerts fire now. */
export function useFiringCount(): number {
  return useSyncExternalStore(subscribeBoth, () => standingsNow().filter(({ phase }) => phase === "firing").length);
}

/** What the alerts of the present or last run did, newest first. */
export function useAlertLog(): readonly AlertRecord[] {
  return useRun(({ run }) => run?.alerts) ?? NO_RECORDS;
}

/** The names of the alerts that fire now for what they see at a node; empty where none does. */
export function useFiringAt(node: string): string {
  return useSyncExternalStore(subscribeBoth, () => firingNow().flatMap((each) => (each.node === node ? [each.name] : [])).join(", "));
}

/** The nodes at which an alert sees now what it fires for. */
export function alarmedNodes(): ReadonlySet<string> {
  return new Set(firingNow().flatMap(({ node }) => (node === undefined ? [] : [node])));
}

function firingNow(): readonly Watching[] {
  const firing = standingsNow().filter(({ phase }) => phase === "firing");
  if (firing.length === 0) return [];
  const watching = watchingIn(documentStore.getState().design);
  return firing.flatMap(({ alert }) => watching.get(alert) ?? []);
}

/** Also when a run ends: then nothing fires any more. */
function subscribeBoth(listener: () => void): () => void {
  const ends = [frames.subscribeShown(listener), runStore.subscribe((now, before) => now.run !== before.run && listener())];
  return () => ends.forEach((end) => end());
}

/** An alert, and the node that it is about. */
interface Watching {
  readonly name: string;
  readonly node: string | undefined;
}

const watchingByDesign = new WeakMap<Design, ReadonlyMap<string, Watching>>();

/** Which node each alert of a design is about; of an SLO that one's node. */
function watchingIn(design: Design): ReadonlyMap<string, Watching> {
  let known = watchingByDesign.get(design);
  if (!known) {
    known = new Map((design.alerts ?? []).map((alert) => {
      const condition = conditionOf(alert.when);
      const target = condition.type === "slo" ? design.slos?.find(({ id }) => id === condition.slo)?.target : undefined;
      return [alert.id, { node: watchedNode(condition) ?? (target && "node" in target ? target.node : undefined), name: alertName(alert) }];
    }));
    watchingByDesign.set(design, known);
  }
  return known;
}
