import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curveBetween } from "../../../design/picture/curve.ts";
import { overlaps, type Placed } from "../../../design/picture/rectangle.ts";
import { placeNotes, type Surroundings } from "./place-notes.ts";

const card = (id: string, x: number, y: number): Placed => ({ id, x, y, width: 208, height: 104 });
const note = (id: string, x: number, y: number): Placed => ({ id, x, y, width: 240, height: 96 });
const among = (cards: readonly Placed[], more: Partial<Surroundings> = {}): Surroundings => ({ cards, frames: [], curves: [], ...more });

/** Where notes are then. */
function placed(notes: readonly Placed[], before: Surroundings, after: Surroundings): Placed[] {
  const moves = placeNotes(notes, before, after);
  return notes.map((each) => ({ ...each, ...moves.get(each.id) }));
}

describe("notes when cards are laid out", () => {
  it("go with the card that they stand beside", () => {
    const before = among([card("a", 0, 0), card("b", 400, 0)]);
    const after = among([card("a", 0, 0), card("b", 304, 400)]);
    expect(placeNotes([note("above b", 400, -120)], before, after)).toEqual(new Map([["above b", { x: 304, y: 280 }]]));
  });

  it("stay where they are when their card does, and when no card is near", () => {
    const before = among([card("a", 0, 0), card("b", 400, 0)]);
    const after = among([card("a", 0, 0), card("b", 400, 600)]);
    expect(placeNotes([note("below a", 0, 120), note("far", 4000, 4000)], before, after)).toEqual(new Map());
  });

  it("are covered by no card and lie on no other note, wherever cards go", () => {
    const anyPlace = fc.record({ x: fc.integer({ min: 0, max: 80 }), y: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(fc.array(anyPlace, { minLength: 1, maxLength: 12 }), fc.array(anyPlace, { maxLength: 4 }), (cards, notes) => {
        const before = among(cards.map(({ x, y }, index) => card(`c${index}`, x * 8, y * 8)));
        const after = among(cards.map((_, index) => card(`c${index}`, (index % 4) * 304, Math.floor(index / 4) * 152)));
        const there = placed(notes.map(({ x, y }, index) => note(`n${index}`, x * 8, y * 8)), before, after);
        for (const [index, each] of there.entries()) {
          expect(after.cards.some((other) => overlaps(other, each))).toBe(false);
          expect(there.slice(index + 1).some((other) => overlaps(other, each))).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keep out of a zone's frame that they were not in, and may stay in their own", () => {
    const frame = (x: number): Placed => ({ id: "zone:east", x, y: -60, width: 560, height: 400 });
    const before = among([card("a", 20, 0), card("b", 900, 0)], { frames: [frame(0)] });
    const after = among([card("a", 820, 0), card("b", 300, 0)], { frames: [frame(800)] });
    const [inside, outside] = placed([note("inside", 20, 140), note("outside", 1120, 0)], before, after);
    expect(inside).toMatchObject({ x: 820, y: 140 });
    expect(outside !== undefined && overlaps(outside, frame(800))).toBe(false);
  });

  it("keep clear of edges where that can be had near by", () => {
    const cards = [card("a", 0, 0), card("b", 600, 0)];
    const curve = curveBetween({ x: 208, y: 52, side: "right" }, { x: 600, y: 52, side: "left" });
    const [there] = placed([note("on the edge", 280, 8)], among(cards), among(cards, { curves: [curve] }));
    expect(there !== undefined && (there.y > 52 || there.y + there.height < 52)).toBe(true);
  });
});
