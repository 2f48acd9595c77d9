import { messageOf } from "../../../design/errors.ts";
import type { Notice } from "../../contract/run.ts";
import type { WorkerProcess } from "../../core/environment.ts";
import type { Wiring } from "../../core/wiring.ts";
import { connect, type RedisClient } from "../../redis/connection.ts";
import { HOST_ADDRESS } from "../../redis/keys.ts";
import { Mailbox } from "../../redis/mailbox.ts";
import { announce } from "../../redis/presence.ts";
import { estimateClock, type ClockEstimate } from "../../redis/server-clock.ts";
import type { FromProcess, ToProcess } from "../messages.ts";
import { fromRemoteSchema, joinSchema, leaveSchema } from "./from-remote.ts";
import { Link, MOST_UNACKNOWLEDGED } from "./link.ts";
import { envelopeSchema, Seal, type Envelope, type Refusal } from "./seal.ts";
import type { FromHost } from "./join-run.ts";

/** How often the host says that the run is going on, and looks whether workers still do, ms. */
const TICK_MS = 250;
const ANNOUNCE_MS = 1000;
/** A worker says something several times a second: one that is silent in so many looks, while Redis answers, is gone. */
const MOST_SILENT = 5;
/** How often its clock is compared with Redis', ms. */
const CLOCK_MS = 5000;
/** What is wrong with messages is told once in so long, ms. */
const TELL_MS = 10_000;

/** A worker that asks to join: what it is called, and the zone that it takes, where it takes one. */
export interface Joining {
  readonly name: string;
  readonly zone: string | undefined;
}

interface RemoteOptions {
  readonly redisUrl: string;
  readonly runId: string;
  /** Whoever joins proves that they know it. */
  readonly token: string;
  readonly wiring: Wiring;
  /** A worker joined; returns why it cannot, where it cannot. */
  readonly onJoin: (worker: WorkerProcess, joining: Joining) => string | undefined;
  readonly onNotice: (notice: Notice) => void;
}

interface Known {
  readonly link: Link;
  readonly name: string;
  silent: number;
  readonly heard: (message: FromProcess) => void;
  readonly exit: (why: string) => void;
}

/** The host's side: makes a worker on another machine look like one of its own processes. */
export class RemoteWorkers {
  private readonly commands: RedisClient;
  private readonly mailbox: Mailbox;
  private readonly seal: Seal;
  private readonly schema;
  private readonly known = new Map<string, Known>();
  /** Whoever has been here: a recorded message does not let in a second time. */
  private readonly gone = new Set<string>();
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private clock: ClockEstimate | undefined;
  private lastTold = Number.NEGATIVE_INFINITY;
  private untold = 0;
  /** Resolves when workers can join: one that finds the run announced is heard. */
  readonly open: Promise<void>;

  constructor(private readonly options: RemoteOptions) {
    const { redisUrl, runId, token, wiring } = options;
    this.seal = new Seal(token);
    this.schema = fromRemoteSchema(wiring);
    this.commands = connect(redisUrl, () => {});
    this.mailbox = new Mailbox(redisUrl, runId, HOST_ADDRESS, this.commands, (error) => this.drop("", messageOf(error)));
    this.open = this.begin().catch(() => {});
  }

  close(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.mailbox.close();
    this.commands.disconnect();
  }

  private async begin(): Promise<void> {
    await this.compareClocks();
    await this.mailbox.listen((messages) => {
      for (const message of messages) this.heard(message);
    });
    await announce(this.commands, this.options.runId);
    this.timers.push(
      setInterval(() => this.known.forEach(({ link }) => link.tick()), TICK_MS),
      setInterval(() => void this.look().catch(() => {}), ANNOUNCE_MS),
      setInterval(() => void this.compareClocks().catch(() => {}), CLOCK_MS),
    );
  }

  /** Silence counts only while the server over which they talk answers: a run outlives its Redis, and so do its workers. */
  private async look(): Promise<void> {
    await announce(this.commands, this.options.runId);
    for (const [id, worker] of this.known) {
      if (++worker.silent > MOST_SILENT) this.leave(id, "silent");
      else if (worker.link.unacknowledged > MOST_UNACKNOWLEDGED) this.leave(id, "it takes nothing in");
    }
  }

  private async compareClocks(): Promise<void> {
    this.clock = await estimateClock(this.commands, this.options.runId);
    for (const [id] of this.known) this.say(id, { type: "time", clock: this.clock });
  }

  private heard(raw: unknown): void {
    const parsed = envelopeSchema.safeParse(raw);
    if (!parsed.success) return this.drop("", "it is no message of a worker");
    const envelope = parsed.data;
    if (!this.seal.isGenuine("to-host", envelope)) {
      // To who is known it would be somebody else's forgery.
      if (!this.known.has(envelope.worker)) this.refuse(envelope.worker, "token", "The token is not this run's.");
      return this.drop(envelope.worker, "it does not know the run's token");
    }
    const worker = this.known.get(envelope.worker);
    if (worker) {
      worker.silent = 0;
      worker.link.heard(envelope);
    } else if (envelope.n === 1 && !this.gone.has(envelope.worker)) this.join(envelope);
    else this.refuse(envelope.worker, "unknown", "It was given up.");
  }

  private join(envelope: Envelope): void {
    const joining = joinSchema.safeParse(jsonOf(envelope.body));
    if (!joining.success) return this.drop(envelope.worker, "it did not say who it is");
    const { worker: id } = envelope;
    const { name, pid, zone } = joining.data;
    const messages = new Set<(message: unknown) => void>();
    const exits = new Set<(code: number | null, signal: string | null) => void>();
    const link = new Link({
      send: (message) => this.mailbox.send(id, this.seal.close("to-worker", { worker: id, ...message })),
      deliver: (body) => this.delivered(id, body),
      now: () => performance.now(),
    });
    const known: Known = {
      link,
      name,
      silent: 0,
      heard: (message) => messages.forEach((listener) => listener(message)),
      exit: (why) => exits.forEach((listener) => listener(null, why)),
    };
    this.known.set(id, known);
    link.heard(envelope);
    if (this.clock) this.say(id, { type: "time", clock: this.clock });
    const refusal = this.options.onJoin(
      {
        pid,
        send: (message) => this.say(id, { type: "message", message: withoutSecrets(message as ToProcess) }),
        onMessage: (listener) => void messages.add(listener),
        onExit: (listener) => void exits.add(listener),
        // A process on another machine is its owner's to end.
        kill: () => this.leave(id, "let go"),
      },
      { name, zone },
    );
    if (refusal === undefined) return;
    this.known.delete(id);
    this.gone.add(id);
    this.refuse(id, "zone", refusal);
  }

  private delivered(id: string, body: string): void {
    const worker = this.known.get(id);
    const said = jsonOf(body);
    if (!worker || joinSchema.safeParse(said).success) return;
    if (leaveSchema.safeParse(said).success) return this.leave(id, "left");
    const message = this.schema.safeParse(said);
    if (!message.success) return this.drop(worker.name, `it is not what a worker says (${message.error.issues[0]?.path.join(".") ?? ""})`);
    // What ends one worker does not end the run.
    if (message.data.type === "failed") return this.leave(id, message.data.message);
    worker.heard(message.data);
  }

  private say(id: string, message: FromHost): void {
    this.known.get(id)?.link.send(JSON.stringify(message));
  }

  private refuse(worker: string, refused: Refusal["refused"], message: string): void {
    this.mailbox.send(worker, { worker, refused, message } satisfies Refusal);
  }

  private leave(id: string, why: string): void {
    const worker = this.known.get(id);
    this.known.delete(id);
    this.gone.add(id);
    worker?.exit(why);
  }

  /** Tells that a message was dropped; not each of many. */
  private drop(from: string, why: string): void {
    this.untold++;
    const now = performance.now();
    if (now - this.lastTold < TELL_MS) return;
    this.lastTold = now;
    const who = from === "" ? "" : ` from ${from}`;
    const more = this.untold > 1 ? ` So were ${this.untold - 1} before it.` : "";
    this.untold = 0;
    this.options.onNotice({ level: "warning", code: "remote-message", message: `A message${who} over Redis was dropped: ${why}.${more}` });
  }
}

/** Addresses, passwords and tokens of this machine stay on it. */
function withoutSecrets(message: ToProcess): ToProcess {
  if (message.type !== "init") return message;
  const { listening: _, approvedWebhooks: __, ...init } = message;
  return { ...init, redisUrl: "" };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
