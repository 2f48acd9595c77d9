import { useSyncExternalStore } from "react";
import type { Design } from "../../design/document/schema.ts";
import { LOCAL_ZONE } from "../../design/graph/local-zone.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { documentStore } from "../stores/document-store.ts";
import { frames } from "../stores/frames.ts";
import { isActive } from "../stores/run-state.ts";
import { runStore, useRun } from "../stores/run-store.ts";
import { workersWords as words } from "../words/workers.ts";
import { zoneNow } from "./zone-control.ts";
import { useZonePhase } from "./zone-phase.ts";

/** Roles whose nodes do something in the process of their zone; others keep events in Redis, or run in their emitter's step. */
const WORKING: ReadonlySet<string> = new Set(["consumer", "stage", "callee"]);

const zonesByDesign = new WeakMap<Design, ReadonlyMap<string, string>>();

/** Why nothing happens at a node for now: its zone's process, or some of its replicas, are down, and when they are back. Empty while all is well. */
export function useNodeTrouble(id: string): string {
  const process = useRun(({ run }) => processInTrouble(run, id));
  const phase = useZonePhase(process);
  const replicas = useSyncExternalStore(frames.subscribeShown, () => replicasText(id));
  if (phase === "") return replicas;
  return process?.phase === "restarting" ? phase : words.process(phase);
}

/** The state of the process that runs a node, while that is anything but up here; the same object while nothing changes. */
function processInTrouble(run: RunState | null, id: string): ZoneState | undefined {
  if (!isActive(run) || !run?.zones?.some(({ phase, worker }) => phase !== "running" && worker === undefined)) return undefined;
  const state = zoneNow(run, zoneOf(documentStore.getState().design, id) ?? "");
  return state?.phase === "running" || state?.worker !== undefined ? undefined : state;
}

/** The zone that a node works in; undefined for one that needs no process. */
function zoneOf(design: Design, id: string): string | undefined {
  let zones = zonesByDesign.get(design);
  if (!zones) {
    zones = new Map(design.nodes.filter(({ kind }) => isKindType(kind) && WORKING.has(kindOf(kind).role)).map((node) => [node.id, node.zone ?? LOCAL_ZONE]));
    zonesByDesign.set(design, zones);
  }
  return zones.get(id);
}

/** Replicas that crashed and wait for their back-off (rules C2, O2), counted down in design time. */
function replicasText(id: string): string {
  const restarts = isActive(runStore.getState().run) ? frames.shownNode(id)?.restarts : undefined;
  if (!restarts) return "";
  const seconds = Math.max(0, Math.ceil((restarts.atMs - (frames.shown()?.atMs ?? 0)) / 1000));
  return words.replicasDownBackIn(restarts.replicas, seconds);
}
