import type { Job } from "./job.ts";

/**
 * Events that could start now, in the order in which BullMQ would start them (rules Q1, Q2): those without a priority
 * first, by age (or newest first for LIFO); then the prioritised ones, lowest number first, by age.
 */
export class ReadyList {
  /** A deque in a power-of-two ring. */
  private ring: (Job | undefined)[] = Array.from({ length: 16 });
  private head = 0;
  private length = 0;
  private readonly prioritised: { priority: number; order: number; job: Job }[] = [];
  private order = 0;

  get size(): number {
    return this.length + this.prioritised.length;
  }

  /** Adds at the end that is taken last. */
  addLast(job: Job, priority: number): void {
    if (priority > 0) return this.addPrioritised(job, priority);
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = job;
  }

  /** Adds at the end that is taken first. */
  addFirst(job: Job, priority: number): void {
    if (priority > 0) return this.addPrioritised(job, priority);
    if (this.length === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = job;
    this.length++;
  }

  take(): Job | undefined {
    if (this.length === 0) return this.prioritised.shift()?.job;
    const job = this.ring[this.head];
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.length--;
    return job;
  }

  /** Takes what would be taken last of those without a priority. */
  takeLast(): Job | undefined {
    if (this.length === 0) return undefined;
    const index = (this.head + --this.length) & (this.ring.length - 1);
    const job = this.ring[index];
    this.ring[index] = undefined;
    return job;
  }

  /**
   * Takes out what has expired, as RabbitMQ finds it: from the end of the oldest until one has not, and whatever has a priority.
   * `newestFirst` says at which end the oldest are.
   */
  takeExpired(nowMs: number, newestFirst: boolean): Job[] {
    const expired: Job[] = [];
    for (let oldest = this.oldest(newestFirst); oldest && oldest.expiresMs <= nowMs; oldest = this.oldest(newestFirst)) {
      expired.push(oldest);
      if (newestFirst) this.takeLast();
      else this.take();
    }
    const kept = this.prioritised.filter(({ job }) => job.expiresMs > nowMs);
    if (kept.length < this.prioritised.length) expired.push(...this.prioritised.splice(0, this.prioritised.length, ...kept).flatMap(({ job }) => (job.expiresMs > nowMs ? [] : [job])));
    return expired;
  }

  /** When {@link takeExpired} has something to take; Infinity for never. */
  nextExpiryMs(newestFirst: boolean): number {
    let next = this.oldest(newestFirst)?.expiresMs ?? Number.POSITIVE_INFINITY;
    for (const { job } of this.prioritised) next = Math.min(next, job.expiresMs);
    return next;
  }

  private oldest(newestFirst: boolean): Job | undefined {
    if (this.length === 0) return undefined;
    return this.ring[(this.head + (newestFirst ? this.length - 1 : 0)) & (this.ring.length - 1)];
  }

  *[Symbol.iterator](): IterableIterator<Job> {
    for (let i = 0; i < this.length; i++) yield this.ring[(this.head + i) & (this.ring.length - 1)] as Job;
    for (const { job } of this.prioritised) yield job;
  }

  private addPrioritised(job: Job, priority: number): void {
    const entry = { priority, order: this.order++, job };
    let low = 0;
    let high = this.prioritised.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.prioritised[middle] as { priority: number }).priority <= priority) low = middle + 1;
      else high = middle;
    }
    this.prioritised.splice(low, 0, entry);
  }

  private grow(): void {
    const larger: (Job | undefined)[] = Array.from({ length: this.ring.length * 2 });
    for (let i = 0; i < this.length; i++) larger[i] = this.ring[(this.head + i) & (this.ring.length - 1)];
    this.ring = larger;
    this.head = 0;
  }
}
