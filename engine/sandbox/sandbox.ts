import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Json } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import { packageRoot } from "../host/package-root.ts";
import { Mailbox, OPERATION, RESULT, TURN, WORD } from "./mailbox.ts";

/** The longest that a call may take, whatever it does: what the interpreter itself cannot interrupt ends with its thread, ms. */
export const MOST_MS = 2000;
/** The longest that a thread may take to start, ms. */
const START_MS = 10_000;
/** How often the caller looks for an answer before it sleeps: most handlers answer sooner than a sleeper wakes. */
const LOOKS = 2000;

/** What a handler made of an event. */
export type Handled =
  | { readonly type: "done"; readonly outputs: readonly Json[] }
  | { readonly type: "failed"; readonly message: string; readonly permanent: boolean };

/** Where a handler stands, and what it is given. */
export interface HandlerInput {
  readonly event: unknown;
  /** What `Date.now()` says. */
  readonly timeMs: number;
  /** Seed of `Math.random()`. */
  readonly high: number;
  readonly low: number;
}

/**
 * The sandbox of this process (rule C6): a thread with an interpreter in it, which this thread waits for, so that behaviours stay
 * synchronous. A thread that does not answer in time is ended, and the next call has another.
 */
class Sandbox {
  private thread: Worker | undefined;
  private mailbox = new Mailbox();
  private readonly codes: string[] = [];
  /** Handlers that the present thread knows. */
  private defined = new Set<number>();

  /** Number of a handler's code. */
  register(code: string): number {
    const known = this.codes.indexOf(code);
    return known >= 0 ? known : this.codes.push(code) - 1;
  }

  /** What is wrong with a handler's code; undefined when it can be used. */
  check(handler: number): string | undefined {
    this.defined.delete(handler);
    const defined = this.define(handler);
    return defined.type === "failed" ? defined.message : undefined;
  }

  call(handler: number, { event, timeMs, high, low }: HandlerInput): Handled {
    const defined = this.define(handler);
    if (defined.type === "failed") return defined;
    const { mailbox } = this;
    mailbox.time[0] = timeMs;
    mailbox.words[WORD.high] = high;
    mailbox.words[WORD.low] = low;
    return this.ask(OPERATION.call, handler, JSON.stringify(event));
  }

  private define(handler: number): Handled {
    this.start();
    if (this.defined.has(handler)) return { type: "done", outputs: [] };
    const defined = this.ask(OPERATION.define, handler, this.codes[handler] ?? "");
    if (defined.type === "done") this.defined.add(handler);
    return defined;
  }

  private ask(operation: number, handler: number, text: string): Handled {
    const { mailbox } = this;
    const { words } = mailbox;
    words[WORD.operation] = operation;
    words[WORD.handler] = handler;
    if (!mailbox.write(text)) return { type: "failed", message: "the event is too large for a handler", permanent: true };
    mailbox.pass(TURN.thread);
    if (!this.wait(TURN.thread, MOST_MS)) {
      this.end();
      return { type: "failed", message: `the handler did not answer within ${MOST_MS} ms`, permanent: false };
    }
    const result = words[WORD.operation];
    const answer = mailbox.read();
    if (result === RESULT.done) return { type: "done", outputs: answer === "" ? [] : (JSON.parse(answer) as Json[]) };
    return { type: "failed", message: answer, permanent: result === RESULT.permanent };
  }

  private start(): void {
    if (this.thread) return;
    const file = join(packageRoot(), "dist", "node", "sandbox.js");
    if (!existsSync(file)) throw new AppError("engine-lost", `${file} is missing.`, { hint: "Build it: npm run build" });
    this.mailbox = new Mailbox();
    this.defined.clear();
    this.thread = new Worker(file, { workerData: this.mailbox.memory, execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } });
    this.thread.on("error", () => {});
    this.thread.unref();
    if (!this.wait(TURN.starting, START_MS)) {
      this.end();
      throw new AppError("engine-lost", "The sandbox for handlers did not start.");
    }
  }

  /** Waits until it is not the other side's turn any more; false when that takes too long. */
  private wait(turn: number, mostMs: number): boolean {
    const { words } = this.mailbox;
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(words, WORD.turn) !== turn) return true;
    return Atomics.wait(words, WORD.turn, turn, mostMs) !== "timed-out";
  }

  private end(): void {
    void this.thread?.terminate();
    this.thread = undefined;
  }
}

const sandbox = new Sandbox();

/** A handler that can be called; its world is made with the first call. */
export function handlerOf(code: string): (input: HandlerInput) => Handled {
  const handler = sandbox.register(code);
  return (input) => sandbox.call(handler, input);
}

/** What is wrong with a handler's code, in a sentence; undefined when it can be used. Starts the sandbox. */
export function handlerProblem(code: string): string | undefined {
  return sandbox.check(sandbox.register(code));
}
