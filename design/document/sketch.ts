import { z } from "zod";
import type { Design } from "./schema.ts";

/** What a card measures on the canvas, px: a sketch is drawn to the same scale. */
const CARD = { width: 208, height: 104 } as const;

/** A design in outline, for a thumbnail: cards by their centres from the upper left corner, px; edges by indices of cards. */
export const sketchSchema = z.object({
  width: z.number(),
  height: z.number(),
  cards: z.array(z.object({ kind: z.string(), x: z.number(), y: z.number() })),
  edges: z.array(z.tuple([z.number(), z.number()])),
});
export type Sketch = z.output<typeof sketchSchema>;

/** The outline of a design. */
export function sketchOf({ nodes, edges }: Pick<Design, "nodes" | "edges">): Sketch {
  const left = Math.min(...nodes.map(({ position }) => position.x));
  const top = Math.min(...nodes.map(({ position }) => position.y));
  const cards = nodes.map(({ kind, position }) => ({ kind, x: position.x - left + CARD.width / 2, y: position.y - top + CARD.height / 2 }));
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  return {
    width: Math.max(0, ...cards.map(({ x }) => x)) + CARD.width / 2,
    height: Math.max(0, ...cards.map(({ y }) => y)) + CARD.height / 2,
    cards,
    edges: edges.flatMap(({ from, to }): [number, number][] => {
      const [start, end] = [index.get(from.node), index.get(to.node)];
      return start === undefined || end === undefined ? [] : [[start, end]];
    }),
  };
}
