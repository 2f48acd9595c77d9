import { AppError } from "../../design/errors.ts";
import type { EarlyChild } from "../core/ledger.ts";
import type { Crew, Member } from "./crew.ts";
import type { FromProcess } from "./messages.ts";

/** The longest wait for processes to settle what is on its way, ms. */
const FLUSH_MS = 5000;

/** What is done with each answer. */
type OnAnswer = (member: Member, message: FromProcess) => void;

/** Waits for every process of a run to say something. */
export class RollCall {
  private readonly listeners = new Set<OnAnswer>();
  /** Ends the waiting, when the run ends first. */
  private readonly givingUp = new Set<() => void>();

  /** Hands in what a process said. */
  heard(member: Member, message: FromProcess): void {
    for (const listener of this.listeners) listener(member, message);
  }

  /**
   * Resolves when each of `members` that can has sent a message of this type. Rejects with `engine-lost` when one fails or does not
   * answer in time, and with `no-run` when the run ends first.
   */
  every(members: readonly Member[], type: FromProcess["type"], withinMs: number, onAnswer: OnAnswer = () => {}): Promise<void> {
    const waiting = new Set(members.filter((member) => type === "ready" || (member.ready && !member.frozen)));
    return new Promise((resolve, reject) => {
      if (waiting.size === 0) return resolve();
      const done = (finish: () => void): void => {
        clearTimeout(timer);
        this.listeners.delete(listener);
        this.givingUp.delete(giveUp);
        finish();
      };
      const listener: OnAnswer = (member, message) => {
        if (message.type === "failed") return done(() => reject(new AppError("engine-lost", message.message)));
        if (message.type !== type) return;
        onAnswer(member, message);
        waiting.delete(member);
        if (waiting.size === 0) done(resolve);
      };
      const giveUp = (): void => done(() => reject(new AppError("no-run", "The run has ended.")));
      const late = `A worker process did not answer within ${withinMs / 1000} s. Run the design again; if it stays so, restart Spillway.`;
      const timer = setTimeout(() => done(() => reject(new AppError("engine-lost", late))), withinMs);
      this.listeners.add(listener);
      this.givingUp.add(giveUp);
    });
  }

  /** Asks every process to settle what is on its way, waits for it, and returns what is known of events that have not left yet. Never rejects. */
  async flushed(crew: Crew): Promise<EarlyChild[]> {
    const early: EarlyChild[] = [];
    const flushed = this.every(crew.members, "flushed", FLUSH_MS, (_member, message) => void (message.type === "flushed" && early.push(...message.early)));
    crew.broadcast({ type: "flush" });
    await flushed.catch(() => {});
    return early;
  }

  /** Rejects everything that is waited for. */
  giveUp(): void {
    for (const giveUp of this.givingUp) giveUp();
  }
}
