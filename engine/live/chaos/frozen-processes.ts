import { kill } from "node:process";
import { startTimeOf } from "../../redis/embedded/process-identity.ts";
import type { ProcessIdentity } from "./helper-messages.ts";

/** Processes that were stopped and are to go on. */
export class FrozenProcesses {
  private readonly frozen = new Map<number, ProcessIdentity>();

  has(pid: number): boolean {
    return this.frozen.has(pid);
  }

  /** Notes one that another process stops. */
  note(process: ProcessIdentity): void {
    this.frozen.set(process.pid, process);
  }

  /** Stops a process. Throws when there is none of that identity. */
  freeze(process: ProcessIdentity): void {
    if (!isSame(process)) throw new Error(`Process ${process.pid} is not the one that this run started any more.`);
    this.note(process);
    kill(process.pid, "SIGSTOP");
  }

  forget(pid: number): void {
    this.frozen.delete(pid);
  }

  /** Lets one go on, if it is still the one that was stopped. */
  thaw(pid: number): void {
    const process = this.frozen.get(pid);
    this.frozen.delete(pid);
    if (!process || !isSame(process)) return;
    try {
      kill(pid, "SIGCONT");
    } catch {
      // It was killed a moment ago.
    }
  }

  thawAll(): void {
    for (const pid of this.frozen.keys()) this.thaw(pid);
  }
}

function isSame({ pid, startedAt }: ProcessIdentity): boolean {
  return startedAt !== undefined && startTimeOf(pid) === startedAt;
}
