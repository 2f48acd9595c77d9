import { formatCount, formatNumber, formatRate, formatShare } from "../../../design/words/numbers.ts";
import { formatDuration } from "../../../design/words/time-units.ts";
import type { NodeFrame } from "../../../engine/contract/frame.ts";
import type { Reading } from "./readings.tsx";
import { inspectorWords } from "../../words/inspector.ts";

function keeps(role: string): boolean {
  return role === "channel" || role === "log" || role === "stage";
}

/** The numbers that matter for a role; what is 0 and seldom matters is left out. What a frame counts is of so many ms of design time. */
export function readingsOf(role: string, frame: NodeFrame, kind = "", intervalMs = 100): readonly Reading[] {
  if (frame.scaling) return scalingReadings(frame.scaling);
  const isCalled = role === "callee" || kind === "database";
  const flow: Reading[] = [
    ...(role === "source" ? [] : [{ label: isCalled ? inspectorWords.asked : inspectorWords.in, text: formatRate(frame.inPerSecond) }]),
    ...(role === "terminal" ? [] : [{ label: isCalled ? inspectorWords.answered : inspectorWords.out, text: formatRate(frame.outPerSecond) }]),
    ...(frame.hitRatio === undefined ? [] : [{ label: inspectorWords.readsThatHit, text: formatShare(frame.hitRatio) }]),
    ...breakerReadings(frame.breaker),
    ...targetReadings(frame.targets),
  ];
  const held: Reading[] = [
    ...(keeps(role) || role === "terminal" ? [{ label: keeps(role) ? inspectorWords.depth : inspectorWords.total, text: formatCount(frame.depth) }] : []),
    ...(role === "consumer" ? [{ label: inspectorWords.busy, text: formatShare(frame.utilization) }] : []),
    ...(kind === "database" ? [{ label: inspectorWords.connectionsInUse, text: `${formatCount(frame.inFlight)}/${formatCount(frame.capacity)}` }] : []),
    ...(kind !== "database" && (role === "consumer" || keeps(role)) ? [{ label: inspectorWords.inFlight, text: formatCount(frame.inFlight) }] : []),
  ];
  return [...flow, ...held, ...troubleReadings(frame, ["errors", "retries", "stalls", "duplicates", "deadLetters", "refused"], intervalMs)];
}

const TROUBLES = { errors: "errors", retries: "retries", stalls: "stalls", duplicates: "duplicates", deadLetters: "dead letters", refused: "refused" } as const;
type Trouble = keyof typeof TROUBLES;

/** What went wrong in the last frame; what did not is left out (rule M1). */
export function troubleReadings<Name extends Trouble>(frame: Readonly<Record<Name, number>>, names: readonly Name[], intervalMs = 100): Reading[] {
  return names.filter((name) => frame[name] > 0).map((name) => ({ label: inspectorWords.valueLastDuration(TROUBLES[name], formatDuration(intervalMs)), text: formatCount(frame[name]), tone: "bad" }));
}

/** What an autoscaler has set, and what it went by. */
function scalingReadings({ replicas, metric }: NonNullable<NodeFrame["scaling"]>): readonly Reading[] {
  return [
    { label: replicas === 1 ? inspectorWords.replicaSet : inspectorWords.replicasSet, text: formatCount(replicas) },
    { label: inspectorWords.lastSeen, text: metric === null ? "–" : formatNumber(metric) },
  ];
}

/** One breaker for each replica that calls: how many are in which state (rule R4). */
function breakerReadings(breaker: NodeFrame["breaker"]): readonly Reading[] {
  if (breaker === undefined) return [];
  return [
    { label: inspectorWords.closed, text: formatCount(breaker.closed), tone: "ok" },
    { label: inspectorWords.open, text: formatCount(breaker.open), ...(breaker.open > 0 && { tone: "bad" as const }) },
    { label: inspectorWords.halfOpen, text: formatCount(breaker.halfOpen), ...(breaker.halfOpen > 0 && { tone: "warn" as const }) },
  ];
}

/** Targets of a load balancer that passed their health checks, and those that left (rule R5). */
function targetReadings(targets: NodeFrame["targets"]): readonly Reading[] {
  if (targets === undefined) return [];
  return [
    { label: inspectorWords.healthyTargets, text: formatCount(targets.in), tone: "ok" },
    { label: inspectorWords.targetsThatLeft, text: formatCount(targets.out), ...(targets.out > 0 && { tone: "bad" as const }) },
  ];
}
