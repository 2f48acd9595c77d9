import type { Flow } from "../../design/graph/compile.ts";
import type { EdgeSettings } from "../../design/kinds/kind.ts";
import { answersOf, type Place, type WiredEdge, type Wiring } from "./wiring.ts";
import type { Recorder } from "../metrics/recorder.ts";
import type { PlaceNow } from "../metrics/place-totals.ts";
import type { CallRequest, CallResult, GivenUp, Operation } from "./call.ts";
import type { Clock, Timer } from "./clock.ts";
import { childOf, isSampled, moveOf, sampledIds, type Sampling } from "./dispatch.ts";
import type { FlowEvent } from "./event.ts";
import { OpenCall } from "./open-call.ts";
import { Resource } from "./resource.ts";
import type { Life } from "./slots.ts";

/** Told once what a call came to, and when it was meant to be answered. */
export type Answered = (result: CallResult, atMs: number) => void;

/** A call that waits for its answer. */
export interface CallUnderWay {
  /** Ends it without an answer: what it holds is free again. Does nothing when it is over. */
  giveUp(why: GivenUp, atMs: number): void;
}

/** Carries calls to nodes that another process runs. */
export interface CallTransport {
  send(edge: WiredEdge, request: CallRequest, answered: Answered): CallUnderWay;
}

/**
 * Carries out calls for one process, or for a whole forecast: synchronously on the clock it is given, without a promise on
 * the way (rule C5). Each hold begins when the step before was *meant* to end, so that late timers do not add up (rule C1).
 */
export class CallEngine {
  private readonly resources: (Resource[] | undefined)[] = [];
  /** What call edges say, by edge; newer than what they were wired with when the design changed. */
  private readonly said: EdgeSettings[] = [];
  /** Calls without an answer yet, by edge and by called place. */
  private readonly underWay: number[] = [];
  private readonly inside: number[] = [];

  constructor(
    private readonly wiring: Wiring,
    readonly clock: Clock,
    private readonly recorder: Recorder,
    private readonly sampling: Sampling,
    /** For the nodes that are not run here. */
    private readonly elsewhere?: { readonly transport: CallTransport; readonly isElsewhere: (place: Place) => boolean },
  ) {
    this.update(wiring.flow);
  }

  /** Takes over the sizes of what calls wait for, after behaviours were made anew, and what call edges say. */
  update(flow: Flow): void {
    for (const { id, index, settings } of this.wiring.edges) this.said[index] = flow.edges.get(id)?.settings ?? settings;
    for (const place of this.wiring.places) {
      const sizes = this.isElsewhere(place) ? undefined : answersOf(place)?.resources;
      if (!sizes) continue;
      const known = (this.resources[place.index] ??= []);
      for (const [index, size] of sizes.entries()) {
        const resource = known[index];
        if (!resource) known.push(new Resource(this.clock, size));
        else if (resource.capacity !== size) resource.resize(size);
      }
    }
  }

  edge(id: string): WiredEdge {
    return this.wiring.edge(id);
  }

  /** How long the caller waits for an answer over an edge; undefined for as long as its own caller does. */
  timeoutOf(edge: WiredEdge): number | undefined {
    const timeoutMs = this.said[edge.index]?.timeoutMs;
    return typeof timeoutMs === "number" ? timeoutMs : undefined;
  }

  resource(place: Place, index: number): Resource {
    const resource = this.resources[place.index]?.[index];
    if (!resource) throw new Error(`${place.name} has no resource ${index}.`);
    return resource;
  }

  /**
   * Calls over an edge for `event`; the `copy`-th time. `answered` is called once, maybe before this returns, unless the call
   * is given up.
   */
  call(edge: WiredEdge, event: FlowEvent, copy: number, caller: Life, atMs: number, answered: Answered, operation?: Operation): CallUnderWay {
    const request: CallRequest = {
      event: childOf(event, edge.hash, copy, atMs, event.route),
      operation: operation ?? (this.said[edge.index]?.operation === "write" ? "write" : "read"),
      caller,
      atMs,
    };
    this.underWay[edge.index] = (this.underWay[edge.index] ?? 0) + 1;
    const call = new LimitedCall(this, edge, request, event, answered);
    call.begin();
    return call;
  }

  /** Has a request answered, here or by the process that runs the node. */
  ask(edge: WiredEdge, request: CallRequest, answered: Answered): CallUnderWay {
    if (this.elsewhere?.isElsewhere(edge.to) === true) return this.elsewhere.transport.send(edge, request, answered);
    return this.answer(edge.to, request, answered);
  }

  private isElsewhere(place: Place): boolean {
    return this.elsewhere?.isElsewhere(place) === true;
  }

  /**
   * Answers a request by a place that is run here: one over a call edge, or from another process. An event that a place stores is
   * counted as one that it took from a channel, and not once more as a call.
   */
  answer(place: Place, request: CallRequest, answered: Answered, isCounted = true): CallUnderWay {
    const call = this.opened(place, request, answered, isCounted);
    call.begin();
    return call;
  }

  /** The same, for the caller to begin. */
  protected opened(place: Place, request: CallRequest, answered: Answered, isCounted: boolean): OpenCall {
    if (isCounted) this.recorder.place(place.index).in++;
    this.inside[place.index] = (this.inside[place.index] ?? 0) + 1;
    return new OpenCall(this, place, request, answered, isCounted);
  }

  /** Whether what a caller asked of a place goes on although it is given up: the caller's process is killed, and nobody tells the other one. */
  outlives(_place: Place): boolean {
    return false;
  }

  /** A request ended with the process that answered it. */
  answererGone(place: Place): void {
    this.inside[place.index] = (this.inside[place.index] ?? 0) - 1;
  }

  /** An answer was given, or given up. */
  answerOver(place: Place, { event, atMs }: CallRequest, result: CallResult, waitMs: number, endMs: number, isCounted: boolean): void {
    this.inside[place.index] = (this.inside[place.index] ?? 0) - 1;
    if (!isCounted) return;
    const recorded = this.recorder.place(place.index);
    const serviceMs = endMs - atMs - waitMs;
    if (result.ok) recorded.out++;
    else recorded.errors++;
    if (!result.ok && result.refused === true) recorded.refused++;
    recorded.wait.record(waitMs);
    recorded.service.record(serviceMs);
    if (!isSampled(this.sampling, event)) return;
    this.recorder.sample({
      type: "span",
      node: place.id,
      ...sampledIds(event),
      startMs: atMs + waitMs,
      waitMs,
      serviceMs,
      attempt: 1,
      outcome: result.ok ? "done" : "failed",
      reason: result.ok ? undefined : result.reason,
    });
  }

  count(place: Place, as: "hit" | "miss"): void {
    const recorded = this.recorder.place(place.index);
    if (as === "hit") recorded.hits++;
    else recorded.misses++;
  }

  /** Calls over an edge that have no answer yet. */
  openOn(edge: WiredEdge): number {
    return this.underWay[edge.index] ?? 0;
  }

  /** How a called place stands; undefined for those that answer no calls, or not here. */
  now(place: Place): PlaceNow | undefined {
    const answers = answersOf(place);
    if (!answers || this.isElsewhere(place)) return undefined;
    let [capacity, waiting] = [0, 0];
    for (const resource of this.resources[place.index] ?? []) {
      capacity += resource.capacity;
      waiting += resource.waiting;
    }
    return { depth: waiting, inFlight: (this.inside[place.index] ?? 0) - waiting, capacity, ...answers.shown?.() };
  }

  /** Writes how much what calls wait for was in use since the last time. */
  measure(): void {
    for (const [index, resources] of this.resources.entries()) {
      if (!resources || resources.length === 0) continue;
      const recorded = this.recorder.place(index);
      recorded.busyMs = recorded.capacityMs = 0;
      for (const resource of resources) {
        const usage = resource.usage();
        recorded.busyMs += usage.busyMs;
        recorded.capacityMs += usage.capacityMs;
      }
    }
  }

  /** A call over an edge is over. */
  edgeOver(edge: WiredEdge, { event, atMs: sinceMs }: CallRequest, failed: boolean, atMs: number, parent: FlowEvent): void {
    this.underWay[edge.index] = (this.underWay[edge.index] ?? 0) - 1;
    this.recorder.crossed(edge.index, failed);
    if (!isSampled(this.sampling, event)) return;
    this.recorder.sample(moveOf(edge, event, failed, atMs, parent, sinceMs));
  }
}

/** A call over an edge, with the edge's time-out: the caller owns it (rule C5). */
class LimitedCall implements CallUnderWay {
  private inner: CallUnderWay | undefined;
  private limit: Timer | undefined;
  private over = false;

  constructor(
    private readonly engine: CallEngine,
    private readonly edge: WiredEdge,
    private readonly request: CallRequest,
    private readonly parent: FlowEvent,
    private readonly answered: Answered,
  ) {}

  begin(): void {
    const timeoutMs = this.engine.timeoutOf(this.edge);
    if (timeoutMs !== undefined) this.limitTo(this.request.atMs + timeoutMs, timeoutMs, true);
    this.inner = this.engine.ask(this.edge, this.request, (result, atMs) => {
      if (this.end(!result.ok, atMs)) this.answered(result, atMs);
    });
  }

  giveUp(why: GivenUp, atMs: number): void {
    if (this.end(true, atMs) && !this.engine.outlives(this.edge.to)) this.inner?.giveUp(why, atMs);
  }

  /** What ends at this very moment ends first: the time-out then looks a second time. */
  private limitTo(atMs: number, timeoutMs: number, again: boolean): void {
    this.limit = this.engine.clock.at(atMs, () => {
      if (again) return this.limitTo(atMs, timeoutMs, false);
      if (!this.end(true, atMs)) return;
      this.inner?.giveUp("timed-out", atMs);
      this.answered({ ok: false, reason: `${this.edge.to.name} did not answer within ${timeoutMs} ms` }, atMs);
    });
  }

  /** False when it was over before. */
  private end(failed: boolean, atMs: number): boolean {
    if (this.over) return false;
    this.over = true;
    this.limit?.cancel();
    this.engine.edgeOver(this.edge, this.request, failed, atMs, this.parent);
    return true;
  }
}
