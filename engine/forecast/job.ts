import type { FlowEvent } from "../core/event.ts";

/** An event in a channel of the forecast, with what BullMQ keeps of a job. */
export interface Job {
  readonly event: FlowEvent;
  /** The port by which it came in. */
  readonly port: string;
  readonly priority: number;
  /** When it could start: emitted, or its backoff over. */
  availableMs: number;
  /** From when on it is not delivered any more (rule Q6); Infinity for never. */
  readonly expiresMs: number;
  /** Attempts that failed. */
  attempts: number;
  /** Times it was handed out, stalled ones included. */
  deliveries: number;
  stalls: number;
  /** The delivery before the next one was cut short: what was done in it is done again. */
  repeated: boolean;
  /** When its current attempt began. */
  startedMs: number;
}
