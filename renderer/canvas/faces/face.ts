import type { NodeFrame } from "../../../engine/contract/frame.ts";
import type { NodeMetric } from "../../stores/series.ts";
import type { Activity } from "../model/activity.ts";

export type Tone = "plain" | "good" | "warning" | "bad";

/** One of the two numbers on a card. */
export interface Reading {
  readonly value: string;
  readonly label: string;
  readonly tone: Tone;
}

/** The two numbers on a card, the more important one first: that is the one which is left when there is little room. */
export type Readings = readonly [Reading, Reading];

/** What a card may read its numbers from. */
export interface Measured {
  readonly frame: NodeFrame;
  /** What this node did lately and in all, from all frames. */
  readonly activity: Activity;
  /** Events per second over the edges that leave a port. */
  readonly portRate: (port: string) => number;
  /** Events that all producers have emitted so far. */
  readonly produced: number;
}

/** What the card of a kind says while it runs; what it says of the settings is the kind's own. Pure: texts and numbers, no drawing. */
export interface Face<Settings> {
  /** What the two numbers are, also while there are none. */
  readonly labels: readonly [string, string];
  readings(measured: Measured, settings: Settings): Readings;
  /** What the sparkline shows; or the replica slots, or the partitions, that the card has there. */
  readonly sparkline: NodeMetric | "slots" | "partitions";
}

/** Keeps the settings' type while it is checked against {@link Face}. */
export function defineFace<Settings>(face: Face<Settings>): Face<Settings> {
  return face;
}

/** A number without a judgement. */
export function plain(value: string, label: string): Reading {
  return { value, label, tone: "plain" };
}

/** A number with a judgement. */
export function toned(value: string, label: string, tone: Tone): Reading {
  return { value, label, tone };
}
