import type { Timer } from "./clock.ts";

/** An entry of the heap; ties go to the one that was added first. */
export class HeapTimer implements Timer {
  /** Place in the heap, −1 when it is not there. */
  index = -1;

  constructor(
    public atMs: number,
    readonly action: () => void,
    private readonly heap: TimerHeap,
  ) {}

  cancel(): void {
    this.heap.remove(this);
  }
}

/**
 * A binary min-heap of timers that can be cancelled in O(log n). Times and order lie in arrays of numbers, where comparing
 * them costs least. What was popped leaves its place to the timer that is added next, because nearly every timer that goes
 * off sets another one: that way the heap is put in order once rather than twice.
 */
export class TimerHeap {
  private readonly items: HeapTimer[] = [];
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private order = 0;
  /** The first place is empty: its timer was popped, and none was added since. */
  private vacant = false;

  get size(): number {
    return this.items.length - (this.vacant ? 1 : 0);
  }

  /** The earliest timer, or undefined. */
  peek(): HeapTimer | undefined {
    if (this.vacant) this.close();
    return this.items[0];
  }

  add(atMs: number, action: () => void): HeapTimer {
    const timer = new HeapTimer(atMs, action, this);
    this.insert(timer);
    return timer;
  }

  /** Puts in a timer once more; where it still is in, it goes to its new time. */
  again(timer: HeapTimer, atMs: number): void {
    this.remove(timer);
    timer.atMs = atMs;
    this.insert(timer);
  }

  /** Takes the earliest timer out. */
  pop(): HeapTimer | undefined {
    const first = this.peek();
    if (!first) return undefined;
    first.index = -1;
    this.vacant = true;
    return first;
  }

  remove(timer: HeapTimer): void {
    if (timer.index < 0) return;
    if (this.vacant) this.close();
    const { index } = timer;
    timer.index = -1;
    this.fill(index);
  }

  clear(): void {
    for (const timer of this.items) timer.index = -1;
    this.items.length = 0;
    this.vacant = false;
  }

  private insert(timer: HeapTimer): void {
    const order = this.order++;
    if (this.vacant) {
      this.vacant = false;
      return this.down(0, timer, timer.atMs, order);
    }
    this.items.push(timer);
    if (this.items.length > this.times.length) this.grow();
    this.up(this.items.length - 1, timer, timer.atMs, order);
  }

  private close(): void {
    this.vacant = false;
    this.fill(0);
  }

  /** Puts the last timer into an empty place. */
  private fill(index: number): void {
    const last = this.items.pop();
    const from = this.items.length;
    if (!last || from === index) return;
    const atMs = this.times[from] as number;
    const order = this.orders[from] as number;
    this.down(index, last, atMs, order);
    if (last.index === index) this.up(index, last, atMs, order);
  }

  private up(start: number, timer: HeapTimer, atMs: number, order: number): void {
    const { items, times, orders } = this;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const parentMs = times[parent] as number;
      if (parentMs < atMs || (parentMs === atMs && (orders[parent] as number) < order)) break;
      this.place(index, items[parent] as HeapTimer, parentMs, orders[parent] as number);
      index = parent;
    }
    this.place(index, timer, atMs, order);
  }

  private down(start: number, timer: HeapTimer, atMs: number, order: number): void {
    const { items, times, orders } = this;
    const size = items.length;
    let index = start;
    for (let child = 2 * index + 1; child < size; child = 2 * index + 1) {
      let childMs = times[child] as number;
      const right = child + 1;
      if (right < size) {
        const rightMs = times[right] as number;
        if (rightMs < childMs || (rightMs === childMs && (orders[right] as number) < (orders[child] as number))) {
          child = right;
          childMs = rightMs;
        }
      }
      if (atMs < childMs || (atMs === childMs && order < (orders[child] as number))) break;
      this.place(index, items[child] as HeapTimer, childMs, orders[child] as number);
      index = child;
    }
    this.place(index, timer, atMs, order);
  }

  private place(index: number, timer: HeapTimer, atMs: number, order: number): void {
    this.items[index] = timer;
    this.times[index] = atMs;
    this.orders[index] = order;
    timer.index = index;
  }

  private grow(): void {
    const { times, orders } = this;
    this.times = new Float64Array(times.length * 2);
    this.orders = new Float64Array(orders.length * 2);
    this.times.set(times);
    this.orders.set(orders);
  }
}
