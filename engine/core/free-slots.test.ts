import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FreeSlots } from "./free-slots.ts";
import type { Replica, Slot } from "./slots.ts";

function slotOf(replica: Replica, order: number): Slot {
  return { replica, order, busy: false, failed: false, intendedStartMs: 0, intendedEndMs: 0, holder: undefined, previousFree: undefined, nextFree: undefined };
}

describe("free slots", () => {
  it("C1 gives the one that has been free longest, equals in the order of replicas and slots, as a search through all does", () => {
    const replicas: Replica[] = [0, 1, 2].map((order) => ({ state: "up", order, slots: [], crashes: 0, upSinceMs: 0, life: { over: false }, timer: undefined, restartsAtMs: undefined, isWithoutWork: false }));
    fc.assert(
      fc.property(fc.array(fc.record({ act: fc.constantFrom("add", "add", "take", "remove"), which: fc.nat(8), endMs: fc.nat(5) }), { maxLength: 100 }), (commands) => {
        const slots = replicas.flatMap((replica) => [0, 1, 2].map((order) => slotOf(replica, order)));
        const free = new FreeSlots();
        const model = new Set<Slot>();
        for (const { act, which, endMs } of commands) {
          const slot = slots[which]!;
          if (act === "take") expect(free.take()).toBe(longestFree(slots, model));
          else if (act === "add" && !model.has(slot)) {
            slot.intendedEndMs = endMs;
            free.add(slot);
          } else if (act === "remove" && model.has(slot)) free.remove(slot);
          if (act === "add") model.add(slot);
          else if (act === "remove") model.delete(slot);
        }
        while (model.size > 0) expect(free.take()).toBe(longestFree(slots, model));
        expect(free.take()).toBeUndefined();
      }),
    );
  });
});

/** Finds it by looking at all, and takes it out of the model. */
function longestFree(slots: readonly Slot[], model: Set<Slot>): Slot | undefined {
  let chosen: Slot | undefined;
  for (const slot of slots) if (model.has(slot) && (!chosen || slot.intendedEndMs < chosen.intendedEndMs)) chosen = slot;
  if (chosen) model.delete(chosen);
  return chosen;
}
