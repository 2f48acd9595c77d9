import type { DesignNode } from "../../../design/document/schema.ts";
import { isKindType, kindOf } from "../../../design/kinds/registry.ts";
import type { NodeFrame } from "../../../engine/contract/frame.ts";
import { isActive } from "../../stores/run-state.ts";
import { frames, useNodeFrame } from "../../stores/frames.ts";
import { runStore, useRun } from "../../stores/run-store.ts";
import type { Readings } from "../faces/face.ts";
import { faceOf } from "../faces/registry.ts";
import { fillOf, type Fill } from "../model/fill.ts";
import { deadLetterState, stateOf, type NodeState } from "../model/node-state.ts";
import { whereItRuns } from "../../run/where-it-runs.ts";
import { sceneStore } from "../state/scene-store.ts";
import { activityOf } from "./activity-log.ts";

/** Everything on a card that changes while a design runs. */
export interface LiveNode {
  readonly state: NodeState;
  /** Null when there are no numbers: nothing has run since the design was opened. */
  readonly readings: Readings | null;
  readonly fill: Fill | null;
  /** Where its slots are; empty while all are on this machine. */
  readonly where: string;
}

type NodeRecord = Pick<DesignNode, "id" | "kind" | "settings">;

/** The live part of a node's card; re-renders at most four times a second, and only when it looks different. */
export function useLiveNode(node: NodeRecord): LiveNode {
  const frame = useNodeFrame(node.id);
  const isRunning = useRun((run) => isActive(run.run));
  return liveNodeOf(node, frame, isRunning);
}

/** The live part of a node's card at this moment, for drawing outside React. */
export function liveNodeNow(node: NodeRecord): LiveNode {
  return liveNodeOf(node, frames.shownNode(node.id), isActive(runStore.getState().run));
}

function liveNodeOf(node: NodeRecord, frame: NodeFrame | undefined, isRunning: boolean): LiveNode {
  const face = faceOf(node);
  if (face === null || !isKindType(node.kind)) return { state: "off", readings: null, fill: null, where: "" };
  const activity = activityOf(node.id);
  const { role } = kindOf(node.kind);
  const maxLength = maxLengthOf(face.settings);
  const seen = isRunning ? frame : undefined;
  return {
    state: node.kind === "deadLetter" ? deadLetterState(seen, activity) : stateOf(role, seen, activity, maxLength),
    readings:
      frame === undefined
        ? null
        : face.readings({
            frame,
            activity,
            portRate: (port) => portRate(node.id, port),
            produced: frames.shown()?.ledger.produced ?? 0,
          }),
    fill: (role === "channel" || role === "log") && frame !== undefined ? fillOf(frame, maxLength) : null,
    where: seen === undefined ? "" : whereItRuns(seen),
  };
}

/** Events per second over the edges that leave a port. */
function portRate(node: string, port: string): number {
  let rate = 0;
  for (const edge of sceneStore.getState().design.edges)
    if (edge.from.node === node && edge.from.port === port) rate += frames.shownEdge(edge.id)?.perSecond ?? 0;
  return rate;
}

function maxLengthOf(settings: unknown): number | undefined {
  if (typeof settings !== "object" || settings === null || !("maxLength" in settings)) return undefined;
  return typeof settings.maxLength === "number" ? settings.maxLength : undefined;
}
