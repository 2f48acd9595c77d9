import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { AppError } from "../../design/errors.ts";
import type { WorkerProcess } from "../core/environment.ts";
import { ControlChannel } from "../redis/control-channel.ts";
import type { FromProcess, HostLink, ToProcess } from "./messages.ts";
import { serve } from "./process-main.ts";

/** A remote worker tells something ten times a second; one that is silent for so long is gone, ms. */
const SILENT_MS = 5000;
const ANNOUNCE_MS = 3000;

/** From a remote worker to the host. */
type Up = { readonly worker: string; readonly name: string; readonly pid: number } & (
  | { readonly type: "join"; readonly zones?: readonly string[] }
  | { readonly type: "leave" }
  | { readonly type: "message"; readonly message: FromProcess }
);
/** From the host to one remote worker. */
interface Down {
  readonly worker: string;
  readonly message: ToProcess;
}

/** A worker joined: what it is called, and the zones that it takes where it does not take all. */
type OnJoin = (worker: WorkerProcess, name: string, zones: readonly string[] | undefined) => void;

/** The host's side: makes a worker on another machine look like one of its own processes. */
export class RemoteWorkers {
  private readonly channel: ControlChannel;
  private readonly known = new Map<string, { heard: (message: FromProcess) => void; exit: (why: string) => void; lastMs: number }>();
  private readonly timer: ReturnType<typeof setInterval>;
  /** Resolves when workers can join: one that finds the run announced is heard. */
  readonly open: Promise<void>;

  constructor(redisUrl: string, runId: string, onJoin: OnJoin) {
    this.channel = new ControlChannel(redisUrl, runId, () => {});
    this.open = this.channel
      .listen("up", (raw) => this.heard(raw as Up, onJoin))
      .then(() => this.channel.announce())
      .catch(() => {});
    this.timer = setInterval(() => {
      void this.channel.announce().catch(() => {});
      for (const [id, worker] of this.known) if (performance.now() - worker.lastMs > SILENT_MS) this.gone(id, "silent");
    }, ANNOUNCE_MS);
  }

  close(): void {
    clearInterval(this.timer);
    this.channel.close();
  }

  private heard(up: Up, onJoin: OnJoin): void {
    const worker = this.known.get(up.worker);
    if (worker) worker.lastMs = performance.now();
    if (up.type === "message") worker?.heard(up.message);
    else if (up.type === "leave") this.gone(up.worker, "left");
    else if (!worker) onJoin(this.adopt(up), up.name, up.zones);
  }

  private adopt(up: Up): WorkerProcess {
    const messages = new Set<(message: unknown) => void>();
    const exits = new Set<(code: number | null, signal: string | null) => void>();
    this.known.set(up.worker, {
      lastMs: performance.now(),
      heard: (message) => messages.forEach((listener) => listener(message)),
      exit: (why) => exits.forEach((listener) => listener(null, why)),
    });
    return {
      pid: up.pid,
      send: (message) => void this.channel.send("down", { worker: up.worker, message: message as ToProcess } satisfies Down).catch(() => {}),
      onMessage: (listener) => void messages.add(listener),
      onExit: (listener) => void exits.add(listener),
      // A process on another machine is its owner's to end.
      kill: () => this.gone(up.worker, "let go"),
    };
  }

  private gone(id: string, why: string): void {
    const worker = this.known.get(id);
    this.known.delete(id);
    worker?.exit(why);
  }
}

/**
 * Joins a run from another machine: this process takes events for the design's consumers until the run ends, and adds its
 * slots to theirs. `zones` takes only the consumers of these. Rejects with `no-run` when there is no such run; resolves when it is over.
 * `signal` leaves early.
 */
export async function joinRun(redisUrl: string, runId: string, signal: AbortSignal, zones?: readonly string[]): Promise<void> {
  const worker = randomBytes(8).toString("hex");
  const name = `${hostname()} ${process.pid}`;
  const channel = new ControlChannel(redisUrl, runId, () => {});
  const up = (message: { type: "join"; zones?: readonly string[] } | { type: "leave" } | { type: "message"; message: FromProcess }): Promise<void> =>
    channel.send("up", { worker, name, pid: process.pid, ...message });
  try {
    if (!(await channel.isGoingOn())) throw new AppError("no-run", `There is no run ${runId} on this Redis. Start one there with --redis, and use the id it shows.`);
    await new Promise<void>((resolve, reject) => {
      const listeners = new Set<(message: ToProcess) => void>();
      const link: HostLink = {
        send: (message) => void up({ type: "message", message }).catch(() => {}),
        onMessage: (listener) => void listeners.add(listener),
      };
      serve("consumers", name, link, resolve, false);
      const deliver = (message: ToProcess): void => {
        // The address that this machine was given is the one that leads to Redis from here.
        const own = message.type === "init" ? { ...message, redisUrl } : message;
        for (const listener of listeners) listener(own);
      };
      signal.addEventListener("abort", () => deliver({ type: "end" }), { once: true });
      channel
        .listen("down", (raw) => {
          const down = raw as Down;
          if (down.worker === worker) deliver(down.message);
        })
        .then(() => up({ type: "join", ...(zones ? { zones } : {}) }))
        .catch(reject);
    });
    await up({ type: "leave" });
  } finally {
    channel.close();
  }
}
