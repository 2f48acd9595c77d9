import type { DesktopHostMessage } from "../engine/contract/desktop-process.ts";
import type { EngineState } from "../engine/contract/desktop.ts";
import type { ChildProcess, CreateChannel } from "./child-process.ts";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
/** An engine that lived this long has recovered: the next death counts as the first. */
const STEADY_AFTER_MS = 30_000;
const SHUTDOWN_MS = 10_000;

export interface EngineLinkOptions<Port> {
  fork(): ChildProcess<Port>;
  createChannel: CreateChannel<Port>;
  /** Hands a port to the window's page. */
  deliverPort(port: Port): void;
  report(state: EngineState): void;
  /** A message of the engine that is not the link's own: a spawn request. */
  onMessage(engine: ChildProcess<Port>, message: unknown): void;
  /** The engine has ended, asked or not: end what it leaves behind. */
  onExit(): void;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
}

export interface EngineLink {
  start(): void;
  /** The page asked for a port; it gets one now, and a new one after every restart. */
  connectWindow(): void;
  /** The page is gone or loads anew: no port until it asks again. */
  disconnectWindow(): void;
  /** Asks the engine to end and resolves once it has; after ten seconds it is killed. Asking again changes nothing. */
  stop(): Promise<void>;
}

/** The pause before restart number `attempt`, counted from one: doubling from half a second to ten. */
export function restartDelayMs(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
}

/** Keeps an engine process running and its port in the window's hands. */
export function createEngineLink<Port>(options: EngineLinkOptions<Port>): EngineLink {
  let engine: ChildProcess<Port> | null = null;
  let isUp = false;
  let restartTimer: ReturnType<typeof setTimeout> | undefined;
  let startedAt = 0;
  let attempt = 0;
  let wantsPort = false;
  let stopped: Promise<void> | undefined;
  let onStopped: (() => void) | undefined;

  function start(): void {
    const forked = options.fork();
    engine = forked;
    startedAt = options.now();
    forked.on("spawn", () => {
      isUp = true;
      if (wantsPort) sendPort();
      options.report({ state: "running", pid: forked.pid ?? 0 });
    });
    forked.on("message", (message) => options.onMessage(forked, message));
    forked.on("exit", (code) => ended(code));
  }

  function ended(code: number): void {
    engine = null;
    isUp = false;
    options.onExit();
    if (stopped !== undefined) {
      onStopped?.();
      return;
    }
    attempt = options.now() - startedAt >= STEADY_AFTER_MS ? 1 : attempt + 1;
    const delayMs = restartDelayMs(attempt);
    options.report({ state: "restarting", message: restartMessage(code, delayMs), attempt, delayMs });
    restartTimer = setTimeout(start, delayMs);
  }

  function sendPort(): void {
    const { port1, port2 } = options.createChannel();
    engine?.postMessage({ type: "window-port" } satisfies DesktopHostMessage, [port1]);
    options.deliverPort(port2);
  }

  async function stop(): Promise<void> {
    clearTimeout(restartTimer);
    const running = engine;
    if (running === null) return;
    const killTimer = setTimeout(() => running.kill(), SHUTDOWN_MS);
    await new Promise<void>((resolve) => {
      onStopped = resolve;
      running.postMessage({ type: "shutdown" } satisfies DesktopHostMessage);
    });
    clearTimeout(killTimer);
  }

  return {
    start,
    connectWindow() {
      wantsPort = true;
      if (isUp) sendPort();
    },
    disconnectWindow() {
      wantsPort = false;
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function restartMessage(code: number, delayMs: number): string {
  return `The engine stopped unexpectedly (exit code ${code}) and restarts in ${delayMs / 1000} s. Your design is safe; the run it was executing has ended.`;
}
