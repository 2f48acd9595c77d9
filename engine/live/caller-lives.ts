import type { Life } from "../core/slots.ts";
import type { Ask } from "./call-messages.ts";

/** Numbers the lives of the replicas of this process, for others: an object does not travel. */
export class OwnLives {
  private readonly numbers = new Map<Life, number>();
  private next = 0;

  /** The number of a life that makes a call, and those that are over since the last time. */
  tell(life: Life): Pick<Ask, "life" | "over"> {
    const known = this.numbers.get(life);
    if (known !== undefined) return { life: known, over: [] };
    const over: number[] = [];
    for (const [other, number] of this.numbers) {
      if (!other.over) continue;
      this.numbers.delete(other);
      over.push(number);
    }
    this.numbers.set(life, this.next);
    return { life: this.next++, over };
  }
}

/** Lives of replicas in other processes, of which only the numbers are known. Those of a process end when another one is started for it. */
export class OthersLives {
  private readonly callers = new Map<string, { readonly process: string; readonly lives: Map<number, { over: boolean }> }>();

  of({ from, process, life, over }: Ask): Life {
    let caller = this.callers.get(from);
    if (caller?.process !== process) {
      for (const ended of caller?.lives.values() ?? []) ended.over = true;
      caller = { process, lives: new Map() };
      this.callers.set(from, caller);
    }
    for (const number of over) {
      const ended = caller.lives.get(number);
      if (ended) ended.over = true;
      caller.lives.delete(number);
    }
    const known = caller.lives.get(life);
    if (known) return known;
    const begun = { over: false };
    caller.lives.set(life, begun);
    return begun;
  }
}
