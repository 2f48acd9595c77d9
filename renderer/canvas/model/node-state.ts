import type { Role } from "../../../design/kinds/kind.ts";
import type { NodeFrame } from "../../../engine/contract/frame.ts";
import type { Activity } from "./activity.ts";
import { fillOf } from "./fill.ts";

/** What the ring on a card says. `off`: nothing runs. */
export type NodeState = "off" | "idle" | "busy" | "saturated" | "failing" | "dead";

const SATURATED = 0.95;
/** Share of attempts that fail from which a node is failing. */
const FAILING = 0.02;
const QUIET_PER_SECOND = 0.05;

/** Judges a node by its newest frame. The worst that holds is said. */
export function stateOf(role: Role, frame: NodeFrame | undefined, activity: Activity, maxLength?: number): NodeState {
  if (frame === undefined) return "off";
  switch (role) {
    case "consumer":
      return consumerState(frame, activity);
    case "channel":
      return channelState(frame, activity, maxLength);
    case "source":
      return sourceState(frame, activity);
    case "log":
      return channelState(frame, activity, undefined);
    case "stage":
      return stageState(frame, activity);
    case "policy":
      return "idle";
    case "callee":
    case "inline":
      if (isFailing(frame, activity) || isShut(frame)) return "failing";
      if (isPartlyShut(frame)) return "saturated";
      return frame.inPerSecond > QUIET_PER_SECOND ? "busy" : "idle";
    case "terminal":
      return frame.inPerSecond > QUIET_PER_SECOND ? "busy" : "idle";
  }
}

/** A dead letter is a terminal in which every arrival is bad news. */
export function deadLetterState(frame: NodeFrame | undefined, activity: Activity): NodeState {
  if (frame === undefined) return "off";
  if (activity.inPerSecond > QUIET_PER_SECOND) return "failing";
  return frame.depth > 0 ? "saturated" : "idle";
}

/** For a screen reader and a tooltip. */
export function stateText(state: NodeState): string {
  return state === "off" ? "not running" : state;
}

function consumerState(frame: NodeFrame, activity: Activity): NodeState {
  const slots = frame.slots ?? "";
  if (slots !== "" ? /^d+$/.test(slots) : frame.capacity === 0) return "dead";
  if (isFailing(frame, activity)) return "failing";
  if (frame.utilization >= SATURATED) return "saturated";
  return frame.inFlight > 0 || frame.utilization > 0.005 ? "busy" : "idle";
}

function channelState(frame: NodeFrame, activity: Activity, maxLength: number | undefined): NodeState {
  const { level } = fillOf(frame, maxLength);
  if (activity.refusedPerSecond > QUIET_PER_SECOND || level === "high") return "failing";
  if (level === "middle") return "saturated";
  return frame.depth > 0 || frame.inPerSecond > QUIET_PER_SECOND || frame.outPerSecond > QUIET_PER_SECOND ? "busy" : "idle";
}

/** A stage holds events because that is its work: however many, that is no trouble by itself. */
function stageState(frame: NodeFrame, activity: Activity): NodeState {
  if (activity.refusedPerSecond > QUIET_PER_SECOND || isFailing(frame, activity)) return "failing";
  return frame.depth > 0 || frame.inPerSecond > QUIET_PER_SECOND || frame.outPerSecond > QUIET_PER_SECOND ? "busy" : "idle";
}

function sourceState(frame: NodeFrame, activity: Activity): NodeState {
  if (activity.refusedPerSecond > QUIET_PER_SECOND) return "failing";
  return frame.outPerSecond > QUIET_PER_SECOND ? "busy" : "idle";
}

/** A breaker that lets nothing through, or a load balancer without a target that is healthy. */
function isShut({ breaker, targets }: NodeFrame): boolean {
  return (breaker !== undefined && breaker.open > 0 && breaker.closed + breaker.halfOpen === 0) || (targets !== undefined && targets.in === 0 && targets.out > 0);
}

/** A breaker that some callers find open, or that tries whether it may close; a load balancer with fewer targets than it should have. */
function isPartlyShut({ breaker, targets }: NodeFrame): boolean {
  return (breaker !== undefined && breaker.open + breaker.halfOpen > 0) || (targets !== undefined && targets.out > 0);
}

/** Whether more than a few of a node's attempts fail. */
export function isFailing(frame: Pick<NodeFrame, "inPerSecond">, activity: Pick<Activity, "errorsPerSecond">): boolean {
  return activity.errorsPerSecond > QUIET_PER_SECOND && activity.errorsPerSecond > FAILING * Math.max(frame.inPerSecond, 1);
}
