import type { Timer } from "./clock.ts";

/** An entry of the heap; ties go to the one that was added first. */
export class HeapTimer implements Timer {
  /** Place in the heap, −1 when it is not there. */
  index = -1;

  constructor(
    readonly atMs: number,
    readonly order: number,
    readonly action: () => void,
    private readonly heap: TimerHeap,
  ) {}

  cancel(): void {
    this.heap.remove(this);
  }
}

function before(a: HeapTimer, b: HeapTimer): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary min-heap of timers that can be cancelled in O(log n). */
export class TimerHeap {
  private readonly items: HeapTimer[] = [];
  private order = 0;

  get size(): number {
    return this.items.length;
  }

  /** The earliest timer, or undefined. */
  peek(): HeapTimer | undefined {
    return this.items[0];
  }

  add(atMs: number, action: () => void): HeapTimer {
    const timer = new HeapTimer(atMs, this.order++, action, this);
    this.items.push(timer);
    this.up(this.items.length - 1, timer);
    return timer;
  }

  /** Takes the earliest timer out. */
  pop(): HeapTimer | undefined {
    const first = this.items[0];
    if (first) this.remove(first);
    return first;
  }

  remove(timer: HeapTimer): void {
    const { index } = timer;
    if (index < 0) return;
    timer.index = -1;
    const last = this.items.pop();
    if (!last || last === timer) return;
    this.down(index, last);
    if (last.index === index) this.up(index, last);
  }

  clear(): void {
    for (const timer of this.items) timer.index = -1;
    this.items.length = 0;
  }

  private up(start: number, timer: HeapTimer): void {
    const { items } = this;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex] as HeapTimer;
      if (!before(timer, parent)) break;
      items[index] = parent;
      parent.index = index;
      index = parentIndex;
    }
    items[index] = timer;
    timer.index = index;
  }

  private down(start: number, timer: HeapTimer): void {
    const { items } = this;
    const half = items.length >> 1;
    let index = start;
    while (index < half) {
      let childIndex = 2 * index + 1;
      let child = items[childIndex] as HeapTimer;
      const right = items[childIndex + 1];
      if (right && before(right, child)) {
        childIndex++;
        child = right;
      }
      if (!before(child, timer)) break;
      items[index] = child;
      child.index = index;
      index = childIndex;
    }
    items[index] = timer;
    timer.index = index;
  }
}
