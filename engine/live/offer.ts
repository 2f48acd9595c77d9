import type { Effects, Put } from "../core/dispatch.ts";

/** Asked each time a full channel, which `blocks` or rejects, takes nothing: whether the emitter keeps its event and waits. */
export type Refused = (blocks: boolean) => boolean;

/** An event that is to go into a bounded channel. */
export interface Offer {
  readonly put: Put;
  readonly failed: boolean;
  /** Asks its source whether it may wait (rule P5). */
  readonly refused: Refused | undefined;
  /** What really became of the event that it descends from. */
  readonly final: Effects;
  /** Whether it was refused before. */
  asked: boolean;
  /** Of a copy that goes out with others: told that there is room; the next offer waits until it has been taken. */
  readonly admitted: ((admission: "accept" | "drop-head") => Promise<void>) | undefined;
  /** Of such a copy: told, once, that its queue rejects it, so that the others need not wait; what it then waits for is its own. */
  readonly turnedAway: ((alone: Promise<void>) => void) | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
