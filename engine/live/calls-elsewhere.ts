import { randomBytes } from "node:crypto";
import type { Answered, CallEngine, CallTransport, CallUnderWay } from "../core/call-engine.ts";
import type { CallRequest } from "../core/call.ts";
import type { Clock } from "../core/clock.ts";
import type { WiredEdge, Wiring } from "../core/wiring.ts";
import { OthersLives, OwnLives } from "./caller-lives.ts";
import type { Ask, CallMessage } from "./call-messages.ts";

/** Carries messages to other processes, in order from each sender. */
export interface Post {
  /** Where this process gets its own. */
  readonly address: string;
  send(address: string, message: CallMessage): void;
}

/**
 * Calls between the processes of a run (rule C5): what this one asks of others, and what others ask of it. The process of its
 * zone runs a called node. The caller owns the time-out: an answer that nobody waits for any more changes nothing, and a process
 * that is gone is one that does not answer.
 */
export class CallsElsewhere implements CallTransport {
  /** Tells this process's calls from those of one that had its address before. */
  private readonly process = randomBytes(6).toString("hex");
  private readonly asked = new Map<number, { readonly address: string; readonly answered: Answered }>();
  private readonly answering = new Map<string, CallUnderWay>();
  private readonly lives = new Map<string, OwnLives>();
  private readonly othersLives = new OthersLives();
  private readonly takenIn = new Map<number, () => void>();
  private nextId = 0;
  /** What came, without questions whether it did. */
  private came = 0;
  private engine: CallEngine | undefined;
  private openedMs = 0;

  constructor(
    private readonly wiring: Wiring,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** Answers from now on, by `engine`. What waited for this process counts as come now. */
  open(engine: CallEngine): void {
    this.engine = engine;
    this.openedMs = this.clock.now();
  }

  send({ to }: WiredEdge, { event, operation, caller, atMs }: CallRequest, answered: Answered): CallUnderWay {
    const { process, post } = this;
    const id = this.nextId++;
    const address = to.node?.zone ?? "";
    this.asked.set(id, { address, answered });
    post.send(address, { type: "ask", process, id, from: post.address, node: to.id, event, operation, ...this.livesAt(address).tell(caller), atMs });
    return {
      giveUp: (why, endMs) => {
        if (this.asked.delete(id)) post.send(address, { type: "give-up", process, id, why, atMs: endMs });
      },
    };
  }

  /** Takes in what came. What is given up again in the same batch is not begun: it waited for a process that was gone. */
  receive(messages: readonly CallMessage[]): void {
    const givenUp = new Set(messages.filter(({ type }) => type === "give-up").map(nameOf));
    for (const message of messages) {
      if (message.type !== "ask-taken-in" && message.type !== "taken-in") this.came++;
      switch (message.type) {
        case "ask":
          if (!givenUp.has(nameOf(message))) this.answer(message);
          break;
        case "give-up":
          this.answering.get(nameOf(message))?.giveUp(message.why, message.atMs);
          this.answering.delete(nameOf(message));
          break;
        case "answer": {
          const call = message.process === this.process ? this.asked.get(message.id) : undefined;
          this.asked.delete(message.id);
          call?.answered(message.result, message.atMs);
          break;
        }
        case "ask-taken-in":
          this.post.send(message.from, { type: "taken-in", process: message.process, id: message.id });
          break;
        case "taken-in":
          if (message.process === this.process) this.takenIn.get(message.id)?.();
          break;
      }
    }
  }

  /**
   * Resolves when no call and no answer is on its way, as far as one can tell while the run is paused: those that this process asked have
   * taken in what it sent, and nothing came in answer meanwhile. No later than `until`, by performance.now().
   */
  async quiet(until: number): Promise<void> {
    for (let before = -1; before !== this.came && performance.now() < until; ) {
      before = this.came;
      await Promise.all([...new Set([...this.asked.values()].map(({ address }) => address))].map((address) => this.whenTakenIn(address, until)));
    }
  }

  private whenTakenIn(address: string, until: number): Promise<void> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.takenIn.delete(id);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, until - performance.now()));
      this.takenIn.set(id, done);
      this.post.send(address, { type: "ask-taken-in", process: this.process, id, from: this.post.address });
    });
  }

  private answer(ask: Ask): void {
    const { engine, openedMs } = this;
    const { process, id, from, node, event, operation, atMs } = ask;
    if (!engine) throw new Error("Calls came before they can be answered.");
    const name = nameOf(ask);
    let isAnswered = false;
    const request: CallRequest = { event, operation, caller: this.othersLives.of(ask), atMs: Math.max(atMs, openedMs) };
    const call = engine.answer(this.wiring.node(node), request, (result, endMs) => {
      isAnswered = true;
      this.answering.delete(name);
      this.post.send(from, { type: "answer", process, id, result, atMs: endMs });
    });
    if (!isAnswered) this.answering.set(name, call);
  }

  private livesAt(address: string): OwnLives {
    const known = this.lives.get(address) ?? new OwnLives();
    this.lives.set(address, known);
    return known;
  }
}

function nameOf({ process, id }: { readonly process: string; readonly id: number }): string {
  return `${process} ${id}`;
}
