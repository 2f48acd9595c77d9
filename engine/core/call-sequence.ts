import type { Answered, CallEngine, CallUnderWay } from "./call-engine.ts";
import { ANSWERED, type GivenUp } from "./call.ts";
import type { Timer } from "./clock.ts";
import type { FlowEvent } from "./event.ts";
import type { Step } from "./plan.ts";
import type { Life } from "./slots.ts";
import type { Place, WiredEdge } from "./wiring.ts";

/** The calls of a `call` step, one after the other over the edges of its port (rule C5); or a `store` step's one, of the node itself. */
export class CallSequence {
  private readonly edges: readonly WiredEdge[];
  private next = 0;
  private current: CallUnderWay | undefined;
  private limit: Timer | undefined;
  private over = false;

  constructor(
    private readonly engine: CallEngine,
    private readonly from: Place,
    private readonly step: Extract<Step, { do: "call" | "store" }>,
    private readonly event: FlowEvent,
    /** Number of the caller's attempt: its calls draw anew. */
    private readonly delivery: number,
    private readonly caller: Life,
    private readonly answered: Answered,
  ) {
    this.edges = step.do === "call" ? (from.outs.get(step.port) ?? []) : [];
  }

  /** Makes the calls, the first one at `atMs`. `answered` may be called before this returns. */
  begin(atMs: number): void {
    if (this.step.do === "store") return this.store(atMs);
    const { withinMs, late } = this.step;
    if (withinMs !== undefined) this.limitTo(atMs + withinMs, late ?? "timed out", true);
    this.callNext(atMs);
  }

  /** Ends them without telling. */
  giveUp(why: GivenUp, atMs: number): void {
    if (this.over) return;
    this.over = true;
    this.limit?.cancel();
    this.current?.giveUp(why, atMs);
  }

  private store(atMs: number): void {
    const { event, caller } = this;
    const call = this.engine.answer(this.from, { event, operation: "write", caller, atMs }, (result, endMs) => this.end(result, endMs), false);
    if (!this.over) this.current = call;
  }

  private callNext(atMs: number): void {
    const edge = this.edges[this.next++];
    if (!edge) return this.end(ANSWERED, atMs);
    const number = this.next;
    const call = this.engine.call(edge, this.event, this.delivery, this.caller, atMs, (result, endMs) => {
      if (this.over) return;
      if (result.ok) this.callNext(endMs);
      else this.end(result, endMs);
    });
    if (this.next === number) this.current = call;
  }

  /** What ends at this very moment ends first: the time-out then looks a second time. */
  private limitTo(atMs: number, late: string, again: boolean): void {
    this.limit = this.engine.clock.at(atMs, () => {
      if (again) return this.limitTo(atMs, late, false);
      this.current?.giveUp("timed-out", atMs);
      this.end({ ok: false, reason: late }, atMs);
    });
  }

  private end(...[result, atMs]: Parameters<Answered>): void {
    if (this.over) return;
    this.over = true;
    this.limit?.cancel();
    this.answered(result, atMs);
  }
}
