import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { AppError } from "../../../design/errors.ts";
import { connect, type RedisClient } from "../../redis/connection.ts";
import { HOST_ADDRESS } from "../../redis/keys.ts";
import { Mailbox } from "../../redis/mailbox.ts";
import { isGoingOn } from "../../redis/presence.ts";
import { correctionFrom, estimateClock, type ClockEstimate } from "../../redis/server-clock.ts";
import type { FromProcess, HostLink, ToProcess } from "../messages.ts";
import { logged, serve } from "../process-main.ts";
import { Link } from "./link.ts";
import { envelopeSchema, refusalSchema, Seal } from "./seal.ts";

const TICK_MS = 250;
/** How often it is looked whether the run is still going on, ms, and how many looks in a row must find it gone. */
const LOOK_MS = 1000;
const MOST_MISSED = 5;
/** A Redis that does not answer for so long does not come back, ms. */
const ABANDONED_MS = 600_000;
const CLOCK_MS = 5000;
/** How long the host has to hear that a worker leaves, ms. */
const GOODBYE_MS = 2000;

/** What a host says to a worker. */
export type FromHost =
  /** How the host's clock stands against that of the Redis server over which they talk. */
  | { readonly type: "time"; readonly clock: ClockEstimate }
  | { readonly type: "message"; readonly message: ToProcess };

/** What a worker says to the host. */
type FromWorker = { readonly type: "join"; readonly name: string; readonly pid: number; readonly zone?: string } | { readonly type: "leave" } | FromProcess;

export interface JoinOptions {
  readonly redisUrl: string;
  readonly runId: string;
  readonly token: string;
  /** Leaves early. */
  readonly signal: AbortSignal;
  /** Takes these zones from the host; without it, slots are added to the consumers of all. */
  readonly zones?: readonly string[] | undefined;
  /** As a person calls it; the machine's own name without it. */
  readonly name?: string | undefined;
  /** Told by how much this process is to correct its clock, ms. */
  readonly correct?: ((byMs: number) => void) | undefined;
}

/** Why a session is over: the run is, it was told to leave, the host has given it up, or the host is gone. */
type Ended = "over" | "left" | "given-up" | "host-gone";

/**
 * Joins a run from another machine: this process takes events for the design's consumers until the run ends, as a worker that adds
 * its slots, or as the processes of the zones that it takes. One that the host has given up for its silence joins anew. Resolves when it is over.
 * Rejects with `no-run`, `unauthorized` for another token than the run's, or `wrong-use` for zones that it cannot have.
 */
export async function joinRun(options: JoinOptions): Promise<void> {
  const { zones } = options;
  await Promise.all((zones ?? [undefined]).map((zone) => joinAs(options, zone)));
}

async function joinAs(options: JoinOptions, zone: string | undefined): Promise<void> {
  const { redisUrl, runId } = options;
  const commands = connect(redisUrl, () => {});
  try {
    if (!(await isGoingOn(commands, runId))) throw new AppError("no-run", `There is no run ${runId} on this Redis. Start one there with --redis, and use the id it shows.`);
    while ((await new Session(options, zone, commands).ended) === "given-up");
  } finally {
    commands.disconnect();
  }
}

/** One stay in a run, from joining to leaving. */
class Session {
  readonly ended: Promise<Ended>;
  private readonly id = randomBytes(8).toString("hex");
  private readonly seal: Seal;
  private readonly mailbox: Mailbox;
  private readonly link: Link;
  private readonly listeners = new Set<(message: ToProcess) => void>();
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private own: ClockEstimate | undefined;
  private host: ClockEstimate | undefined;
  private correctionMs = 0;
  private missed = 0;
  /** When Redis answered last, by performance.now(). */
  private answeredMs = performance.now();
  private isServing = false;
  private whenOver: (ended: Ended) => void = () => {};
  private fail: (error: AppError) => void = () => {};

  constructor(
    private readonly options: JoinOptions,
    private readonly zone: string | undefined,
    private readonly commands: RedisClient,
  ) {
    const { redisUrl, runId, token } = options;
    this.seal = new Seal(token);
    this.mailbox = new Mailbox(redisUrl, runId, this.id, commands, () => {});
    this.link = new Link({
      send: (message) => this.mailbox.send(HOST_ADDRESS, this.seal.close("to-host", { worker: this.id, ...message })),
      deliver: (body) => this.delivered(JSON.parse(body) as FromHost),
      now: () => performance.now(),
    });
    this.ended = this.stay();
  }

  private async stay(): Promise<Ended> {
    const { signal, name = hostname() } = this.options;
    const over = new Promise<Ended>((resolve, reject) => {
      this.whenOver = resolve;
      this.fail = reject;
    });
    const leave = (): void => this.end("left");
    try {
      this.own = await estimateClock(this.commands, this.options.runId);
      const called = this.zone === undefined ? name : `${this.zone} on ${name}`;
      const host: HostLink = { send: (message) => this.say(message), onMessage: (listener) => void this.listeners.add(listener) };
      serve("consumers", called, logged(host, "consumers", this.zone), () => this.whenOver(this.ending ?? "over"));
      await this.mailbox.listen((messages) => messages.forEach((message) => this.heard(message)));
      this.say({ type: "join", name, pid: process.pid, ...(this.zone === undefined ? undefined : { zone: this.zone }) });
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
      this.timers.push(
        setInterval(() => this.link.tick(), TICK_MS),
        setInterval(() => {
          void this.look().catch(() => {});
          if (performance.now() - this.answeredMs > ABANDONED_MS) this.end("host-gone");
        }, LOOK_MS),
        setInterval(() => void this.compareClocks().catch(() => {}), CLOCK_MS),
      );
      const ended = await over;
      if (ended === "over" || ended === "left") await this.sayGoodbye();
      return ended;
    } finally {
      for (const timer of this.timers) clearInterval(timer);
      signal.removeEventListener("abort", leave);
      this.mailbox.close();
    }
  }

  /** Why the process is being ended, where it is. */
  private ending: Ended | undefined;

  /** Ends what runs here, and then the session. */
  private end(ended: Ended): void {
    if (this.ending) return;
    this.ending = ended;
    if (!this.isServing) return this.whenOver(ended);
    for (const listener of this.listeners) listener({ type: "end", drains: ended === "left" });
  }

  private heard(raw: unknown): void {
    const refusal = refusalSchema.safeParse(raw);
    if (refusal.success && refusal.data.worker === this.id) return this.refused(refusal.data.refused, refusal.data.message);
    const envelope = envelopeSchema.safeParse(raw);
    if (envelope.success && envelope.data.worker === this.id && this.seal.isGenuine("to-worker", envelope.data)) this.link.heard(envelope.data);
  }

  private refused(refused: "token" | "unknown" | "zone", message: string): void {
    if (refused === "unknown") return this.end("given-up");
    // Who has been let in is not put out by what anybody may have written.
    if (this.isServing) return;
    if (refused === "zone") return this.fail(new AppError("wrong-use", message));
    this.fail(new AppError("unauthorized", `Run ${this.options.runId} did not let this worker in: the token is not its own.`, { hint: "Give the token that `spillway run` shows, in SPILLWAY_RUN_TOKEN or with --token-file." }));
  }

  private delivered(said: FromHost): void {
    if (said.type === "time") {
      this.host = said.clock;
      return this.correct();
    }
    // The address that this machine was given is the one that leads to Redis from here.
    const message = said.message.type === "init" ? { ...said.message, redisUrl: this.options.redisUrl } : said.message;
    if (message.type === "init") this.isServing = true;
    if (message.type === "end") this.ending ??= "over";
    for (const listener of this.listeners) listener(message);
  }

  private async look(): Promise<void> {
    this.missed = (await isGoingOn(this.commands, this.options.runId)) ? 0 : this.missed + 1;
    this.answeredMs = performance.now();
    if (this.missed >= MOST_MISSED) this.end("host-gone");
  }

  private async compareClocks(): Promise<void> {
    this.own = await estimateClock(this.commands, this.options.runId);
    this.correct();
  }

  private correct(): void {
    if (!this.own || !this.host) return;
    this.correctionMs = correctionFrom(this.own, this.host, this.correctionMs);
    this.options.correct?.(this.correctionMs);
  }

  private async sayGoodbye(): Promise<void> {
    this.say({ type: "leave" });
    const until = performance.now() + GOODBYE_MS;
    while (this.link.unacknowledged > 0 && performance.now() < until && (await isGoingOn(this.commands, this.options.runId).catch(() => false))) await new Promise((resolve) => setTimeout(resolve, TICK_MS / 10));
  }

  private say(message: FromWorker): void {
    this.link.send(JSON.stringify(message));
  }
}
