import type { Slot } from "./slots.ts";

/**
 * The free slots of a pool, those that have been free longest first; equals in the order of their replicas. A linked list:
 * slots become free nearly in that order, so that adding one hardly ever looks further than at the last, however many there are.
 */
export class FreeSlots {
  private first: Slot | undefined;
  private last: Slot | undefined;

  add(slot: Slot): void {
    let before = this.last;
    while (before && isLater(before, slot)) before = before.previousFree;
    const after = before ? before.nextFree : this.first;
    slot.previousFree = before;
    slot.nextFree = after;
    if (before) before.nextFree = slot;
    else this.first = slot;
    if (after) after.previousFree = slot;
    else this.last = slot;
  }

  /** Takes out the slot that has been free longest. */
  take(): Slot | undefined {
    const slot = this.first;
    if (slot) this.remove(slot);
    return slot;
  }

  /** Takes out a slot that is in the list. */
  remove(slot: Slot): void {
    const { previousFree, nextFree } = slot;
    if (previousFree) previousFree.nextFree = nextFree;
    else this.first = nextFree;
    if (nextFree) nextFree.previousFree = previousFree;
    else this.last = previousFree;
    slot.previousFree = slot.nextFree = undefined;
  }
}

function isLater(a: Slot, b: Slot): boolean {
  if (a.intendedEndMs !== b.intendedEndMs) return a.intendedEndMs > b.intendedEndMs;
  return a.replica === b.replica ? a.order > b.order : a.replica.order > b.replica.order;
}
