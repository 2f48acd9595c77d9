import { performance } from "node:perf_hooks";
import { setTimeout as after } from "node:timers/promises";
import { type AppError, isAppError, messageOf } from "../../../design/errors.ts";
import { cannotWrite, startFailure } from "./failure.ts";
import { probe } from "./probe.ts";
import { endServer, type ServerProcess } from "./server-process.ts";

const HEALTH_CHECK_MS = 1000;
const ANSWER_MS = 3000;
/** Silent for this many checks in a row: hung. Counted in checks, since a laptop may sleep in between. */
const SILENT_CHECKS = 5;
const START_MS = 20_000;
const LOOK_AGAIN_MS = 20;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5000;
/** A server that lasted this long starts the back-off anew. */
const STABLE_MS = 10_000;
const PATIENCE_MS = 5000;

export interface RedisState {
  status: "starting" | "ready" | "restarting" | "failed";
  /** One line for the user. */
  message?: string;
  pid?: number;
  restarts: number;
}

export interface SupervisorOptions {
  url: string;
  dataFolder: string;
  /** Starts a server at `url` on `dataFolder`. */
  launch: () => ServerProcess;
  onState: (state: RedisState) => void;
}

/** Runs before a killed server is started again; until it settles, Redis stays down. */
export type BeforeRestart = () => Promise<void>;

/**
 * Keeps one server running: restarts it with exponential back-off (100 ms to 5 s) whenever it ends
 * unasked, asks it every second whether it is well, and ends it for good on `stop`.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #stopping = new AbortController();
  #server: ServerProcess | undefined;
  #isUp = false;
  #restarts = 0;
  #failure: AppError | undefined;
  #beforeRestart: BeforeRestart | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#server?.hasExited === false ? this.#server.pid : undefined;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** Starts the server, or takes on `orphan`. Rejects with an AppError when it does not come up. */
  async start(orphan?: ServerProcess): Promise<void> {
    this.#report("starting");
    await this.#bringUp(orphan);
    this.#report("ready");
    this.#work = Promise.all([this.#keepRunning(), this.#watchHealth()]);
  }

  /** Sends a signal. Resolves when the server has ended, for signals that end it; else at once. */
  async kill(signal: NodeJS.Signals, beforeRestart?: BeforeRestart): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.hasExited) return;
    const ends = ["SIGKILL", "SIGTERM", "SIGINT", "SIGQUIT", "SIGABRT", "SIGSEGV"].includes(signal);
    if (ends) this.#beforeRestart = beforeRestart;
    server.signal(signal);
    if (ends) await server.exited;
  }

  /** Asks the server to end without waiting for it: all that an exiting process can do. */
  letGo(): void {
    this.#stopping.abort();
    this.#server?.signal("SIGTERM");
  }

  /** Ends the server, its data synced. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#server !== undefined) await endServer(this.#server, PATIENCE_MS);
    await this.#work;
  }

  async #keepRunning(): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    for (;;) {
      const upSince = performance.now();
      await this.#server?.exited;
      this.#isUp = false;
      if (performance.now() - upSince > STABLE_MS) delayMs = FIRST_DELAY_MS;
      this.#report("restarting", "Redis ended; it is started again.");
      await this.#hold();
      do {
        await this.#pause(delayMs);
        if (this.#stopping.signal.aborted) return;
        delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
      } while (!(await this.#comesUp()));
      this.#restarts += 1;
      this.#report("ready");
    }
  }

  /** Waits for whoever killed the server; a failure there must not keep it down. */
  async #hold(): Promise<void> {
    const beforeRestart = this.#beforeRestart;
    this.#beforeRestart = undefined;
    if (beforeRestart === undefined) return;
    const held = beforeRestart().catch((error: unknown) => this.#report("restarting", messageOf(error)));
    await Promise.race([held, new Promise((resolve) => this.#stopping.signal.addEventListener("abort", resolve, { once: true }))]);
  }

  async #comesUp(): Promise<boolean> {
    try {
      await this.#bringUp();
      this.#failure = undefined;
      return true;
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.#report("failed", error.message);
      return false;
    }
  }

  async #bringUp(orphan?: ServerProcess): Promise<void> {
    const server = orphan ?? this.#options.launch();
    this.#server = server;
    let lastSign = performance.now();
    for (;;) {
      if (server.hasExited) throw startFailure(server.log(), this.#options.dataFolder);
      const health = await probe(this.#options.url, ANSWER_MS);
      if (health.kind === "ready" || health.kind === "cannot-write") {
        this.#isUp = true;
        return;
      }
      if (health.kind === "loading") lastSign = performance.now();
      if (performance.now() - lastSign > START_MS) break;
      await this.#pause(LOOK_AGAIN_MS);
    }
    await endServer(server, 0);
    throw startFailure([...server.log(), "it did not answer in time"], this.#options.dataFolder);
  }

  async #watchHealth(): Promise<void> {
    let silent = 0;
    while (!this.#stopping.signal.aborted) {
      await this.#pause(HEALTH_CHECK_MS);
      const server = this.#server;
      if (!this.#isUp || server === undefined) continue;
      const health = await probe(this.#options.url, ANSWER_MS);
      silent = health.kind === "silent" && server === this.#server ? silent + 1 : 0;
      if (silent >= SILENT_CHECKS) server.signal("SIGKILL");
      if (health.kind === "ready" || health.kind === "cannot-write") {
        this.#noteWriting(health.kind === "ready" ? undefined : cannotWrite(health.reason, this.#options.dataFolder));
      }
    }
  }

  /** Tells once that Redis refuses writes, and once that it takes them again. */
  #noteWriting(failure: AppError | undefined): void {
    if (this.#failure?.message === failure?.message) return;
    this.#failure = failure;
    this.#report(failure === undefined ? "ready" : "failed", failure?.message);
  }

  #report(status: RedisState["status"], message?: string): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.onState({ status, message, pid: this.pid, restarts: this.#restarts });
  }

  /** Waits, but not past a stop. */
  async #pause(ms: number): Promise<void> {
    await after(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
