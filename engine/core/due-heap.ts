/** Tickets by the time at which they are due: a binary min-heap; ties go to the lower ticket. */
export class DueHeap {
  private readonly items: { readonly atMs: number; readonly ticket: number }[] = [];

  get size(): number {
    return this.items.length;
  }

  /** When the first is due; Infinity when there is none. */
  nextMs(): number {
    return this.items[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  add(atMs: number, ticket: number): void {
    const { items } = this;
    const item = { atMs, ticket };
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent];
      if (!above || !before(item, above)) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  /** Takes the first out. */
  take(): { readonly atMs: number; readonly ticket: number } | undefined {
    const { items } = this;
    const [first] = items;
    const last = items.pop();
    if (!first || !last || first === last) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [items[left], items[left + 1]];
      if (!one) break;
      const [child, least] = other && before(other, one) ? [left + 1, other] : [left, one];
      if (!before(least, last)) break;
      items[index] = least;
      index = child;
    }
    items[index] = last;
    return first;
  }
}

function before(a: { atMs: number; ticket: number }, b: { atMs: number; ticket: number }): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.ticket < b.ticket);
}
