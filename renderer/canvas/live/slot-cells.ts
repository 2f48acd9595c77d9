/** One cell of a consumer's slots. */
export interface SlotCell {
  /** The most serious thing any of its slots does. */
  readonly kind: "idle" | "unused" | "starting" | "busy" | "failing" | "down";
  /** Share of its slots that are not idle; 0 or 1 when it stands for one slot. */
  readonly share: number;
}

/** More slots than this are grouped. */
export const MOST_CELLS = 24;

const RANK = ["i", "s", "b", "f", "d"];
const KINDS: readonly SlotCell["kind"][] = ["idle", "starting", "busy", "failing", "down"];

/**
 * The cells that show a consumer's slots, in their order: one each up to 24, else 24 that stand for as equal groups as
 * there can be. A group is as red as its worst slot only when a quarter of it is that bad.
 */
export function slotCells(slots: string): readonly SlotCell[] {
  const count = Math.min(MOST_CELLS, slots.length);
  return Array.from({ length: count }, (_, cell) => {
    const from = Math.floor((cell * slots.length) / count);
    const to = Math.floor(((cell + 1) * slots.length) / count);
    return cellOf(slots.slice(from, to));
  });
}

function cellOf(group: string): SlotCell {
  const ranks = Array.from(group, (slot) => Math.max(0, RANK.indexOf(slot)));
  const working = ranks.filter((rank) => rank > 0).length;
  const least = Math.max(1, Math.ceil(ranks.length / 4));
  let worst = working > 0 ? 2 : 0;
  for (const rank of [1, 2, 3, 4]) if (ranks.filter((each) => each === rank).length >= least) worst = rank;
  if (working === 0) return { kind: /^n+$/.test(group) ? "unused" : "idle", share: 0 };
  return { kind: KINDS[worst] ?? "idle", share: working / ranks.length };
}
