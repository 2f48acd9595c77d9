import type { Answered, CallEngine, CallUnderWay } from "./call-engine.ts";
import { ANSWERED, type CallPlan, type CallRequest, type CallResult, type CallStep, type GivenUp } from "./call.ts";
import type { Timer } from "./clock.ts";
import type { Resource, Waiter } from "./resource.ts";
import { answersOf, type Place } from "./wiring.ts";

/** A request at the node that answers it, on its way through the node's plan. */
export class OpenCall implements CallUnderWay {
  private plan: CallPlan = [];
  private next = 0;
  /** When the step at hand was meant to begin. */
  private atMs: number;
  private waitMs = 0;
  private forwards = 0;
  private over = false;
  private timer: Timer | undefined;
  private line: { readonly resource: Resource; readonly waiter: Waiter } | undefined;
  private onward: { readonly call: CallUnderWay | undefined; readonly step: Extract<CallStep, { do: "forward" }> } | undefined;
  private readonly held: Resource[] = [];

  constructor(
    private readonly engine: CallEngine,
    private readonly place: Place,
    private readonly request: CallRequest,
    private readonly answered: Answered,
    private readonly isCounted: boolean,
  ) {
    this.atMs = request.atMs;
  }

  begin(): void {
    const answers = answersOf(this.place);
    if (!answers) throw new Error(`${this.place.name} answers no calls.`);
    this.plan = answers.receive(this.request);
    this.follow();
  }

  giveUp(why: GivenUp, atMs: number): void {
    if (this.over) return;
    this.timer?.cancel();
    if (this.line) {
      this.line.resource.leave(this.line.waiter);
      this.waitMs += Math.max(0, atMs - this.atMs);
    }
    this.onward?.call?.giveUp(why, atMs);
    this.onward?.step.gaveUp?.(why, atMs);
    this.end({ ok: false, reason: why === "crashed" ? "the caller crashed" : "the caller's time was up" }, Math.max(atMs, this.atMs));
  }

  /** Its process dies: nobody is answered. What it asked of others is finished there. Returns how to free what it held, once all of that process are over. */
  die(): () => void {
    this.over = true;
    this.timer?.cancel();
    if (this.line) this.line.resource.leave(this.line.waiter);
    this.engine.answererGone(this.place);
    return () => this.held.forEach((resource) => resource.release(this.engine.clock.now()));
  }

  /** Does the next steps, until one has to wait or the plan is over. */
  private follow(): void {
    while (!this.over) {
      const step = this.plan[this.next++];
      if (step === undefined) return this.respond(ANSWERED);
      switch (step.do) {
        case "hold":
          if (step.ms <= 0) break;
          return this.hold(step.ms);
        case "acquire":
          if (!this.acquire(this.engine.resource(this.place, step.resource))) return;
          break;
        case "forward":
          return this.forward(step);
        case "count":
          this.engine.count(this.place, step.as);
          break;
        case "respond":
          return this.respond(step.result);
      }
    }
  }

  private hold(ms: number): void {
    const untilMs = this.atMs + ms;
    this.timer = this.engine.clock.at(untilMs, () => {
      this.atMs = untilMs;
      this.follow();
    });
  }

  private acquire(resource: Resource): boolean {
    const now = resource.take(this.atMs);
    if (now !== undefined) {
      // It is free late: intended times, as if it had been waited for.
      this.waitMs += now - this.atMs;
      this.atMs = now;
      this.hasGot(resource);
      return true;
    }
    const waiter = resource.wait((freeMs) => {
      this.line = undefined;
      this.waitMs += Math.max(0, freeMs - this.atMs);
      this.atMs = Math.max(this.atMs, freeMs);
      this.hasGot(resource);
      this.follow();
    });
    this.line = { resource, waiter };
    return false;
  }

  private hasGot(resource: Resource): void {
    this.held.push(resource);
    resource.began(this.atMs);
  }

  private forward(step: Extract<CallStep, { do: "forward" }>): void {
    const { event, caller, operation } = this.request;
    let isAnswered = false;
    this.onward = { call: undefined, step };
    const call = this.engine.call(this.engine.edge(step.edge), event, this.forwards++, caller, this.atMs, (result, atMs) => {
      isAnswered = true;
      if (this.over) return;
      this.onward = undefined;
      this.atMs = atMs;
      this.plan = step.onAnswer(result, atMs);
      this.next = 0;
      this.follow();
    }, operation);
    if (!isAnswered) this.onward = { call, step };
  }

  private respond(result: CallResult): void {
    this.end(result, this.atMs);
    this.answered(result, this.atMs);
  }

  /** Counts the answer and frees what it held. */
  private end(result: CallResult, atMs: number): void {
    this.over = true;
    this.engine.answerOver(this.place, this.request, result, this.waitMs, atMs, this.isCounted);
    for (const resource of this.held) resource.release(atMs);
  }
}
