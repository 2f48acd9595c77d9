import type { LossReport } from "../target.ts";

/** What a service takes for a setting that a design has in ms. */
export interface TimeRange {
  /** Whose setting it is: `SQS`. */
  readonly service: string;
  /** ms in one unit, and how the unit is called. */
  readonly unitMs: number;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

const SECOND = { unitMs: 1000, unit: "s" } as const;

/** A range of whole seconds. */
export function secondsOf(service: string, least: number, most: number): TimeRange {
  return { service, ...SECOND, least, most };
}

/** A duration in the service's unit: whole, rounded up, within its range. It is reported where that is not what was drawn. */
export function timeIn(losses: LossReport, of: { readonly id: string; readonly name: string }, property: string, ms: number, range: TimeRange): number {
  const { service, unitMs, unit, least, most } = range;
  const given = Math.min(most, Math.max(least, Math.ceil(ms / unitMs)));
  if (given * unitMs !== ms)
    losses.setting(of, property, ms, `${service} takes whole ${unit} from ${grouped(least)} to ${grouped(most)} here: written as ${grouped(given)} ${unit}.`, "Draw what the service takes, so that the design runs as it is deployed.");
  return given;
}

/** A number within a range; reported where it is not. */
export function within(losses: LossReport, of: { readonly id: string; readonly name: string }, property: string, value: number, { service, least, most }: Pick<TimeRange, "service" | "least" | "most">): number {
  const given = Math.min(most, Math.max(least, value));
  if (given !== value)
    losses.setting(of, property, value, `${service} takes ${grouped(least)} to ${grouped(most)} here: written as ${grouped(given)}.`, "Draw what the service takes, so that the design runs as it is deployed.");
  return given;
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
