import type { Envelope, FlowEvent } from "../../core/event.ts";
import type { Plan } from "../../core/plan.ts";

/** What a node does outside of the flow, with what follows for its event. */
export interface Outside {
  /** `traceparent` is that of the attempt, for what it asks of others (W3C Trace Context). */
  reach(event: FlowEvent, envelope: Envelope, traceparent: string): Promise<Plan>;
}

/** An address at which a run listens on this machine, for the person in front of the screen. */
export interface Endpoint {
  readonly node: string;
  readonly type: "http" | "websocket";
  readonly url: string;
  readonly token: string;
  /** Connected now, of a WebSocket endpoint. */
  readonly clients?: number;
  /** Clients that were dropped because they read too slowly. */
  readonly dropped?: number;
}

/** What a process needs to listen: the run's token, and the port that it had before it was started again. */
export interface Listening {
  readonly token: string;
  readonly port: number;
}
