import { type CallWindow, CountWindow, TimeWindow } from "./call-window.ts";

/** What a breaker goes by; resilience4j's settings of the same meaning. */
export interface BreakerSettings {
  /** Share of calls, 0 to 1. */
  readonly failureRate: number;
  readonly window: "time" | "count";
  readonly windowMs: number;
  readonly windowCalls: number;
  readonly minimumCalls: number;
  readonly openMs: number;
  readonly halfOpenCalls: number;
}

/**
 * The state machine of resilience4j's CircuitBreakerStateMachine: closed until the failure rate of the calls in its window, once there are
 * `minimumCalls`, reaches the threshold; open, refusing everything, for `openMs`; then the next call makes it half open, which
 * permits `halfOpenCalls` and is decided when these, or `minimumCalls` if that is fewer, have come back. A result counts for the state that it comes back to.
 */
export class BreakerState {
  state: "closed" | "open" | "halfOpen" = "closed";
  private calls: CallWindow;
  private openUntilMs = 0;
  private permitsLeft = 0;

  constructor(public settings: BreakerSettings) {
    this.calls = this.window();
  }

  /** Asks for one call. */
  permits(atMs: number): boolean {
    if (this.state === "closed") return true;
    if (this.state === "open") {
      if (atMs < this.openUntilMs) return false;
      this.halfOpen();
    }
    if (this.permitsLeft <= 0) return false;
    this.permitsLeft--;
    return true;
  }

  /** Somebody has it open until then, whatever its calls said; then it lets probes through, as after a time that it opened for itself. */
  keepOpen(untilMs: number): void {
    this.state = "open";
    this.openUntilMs = untilMs;
  }

  /** A call that was permitted came back, or its time was up. */
  record(failed: boolean, atMs: number): void {
    this.calls.record(failed, atMs);
    if (this.state === "open" || this.calls.count < this.enough()) return;
    const isOver = this.calls.failed / this.calls.count >= this.settings.failureRate;
    if (isOver) this.open(atMs);
    else if (this.state === "halfOpen") this.close();
  }

  private enough(): number {
    const { minimumCalls, halfOpenCalls, window, windowCalls } = this.settings;
    if (this.state === "halfOpen") return Math.min(minimumCalls, halfOpenCalls);
    return window === "count" ? Math.min(minimumCalls, windowCalls) : minimumCalls;
  }

  private open(atMs: number): void {
    this.state = "open";
    this.openUntilMs = atMs + this.settings.openMs;
  }

  private halfOpen(): void {
    this.state = "halfOpen";
    this.permitsLeft = this.settings.halfOpenCalls;
    this.calls = new CountWindow(this.settings.halfOpenCalls);
  }

  private close(): void {
    this.state = "closed";
    this.calls = this.window();
  }

  private window(): CallWindow {
    const { window, windowMs, windowCalls } = this.settings;
    return window === "count" ? new CountWindow(windowCalls) : new TimeWindow(windowMs);
  }
}
