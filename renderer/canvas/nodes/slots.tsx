import { useCallback } from "react";
import { frames } from "../../stores/frames.ts";
import { drawSlots } from "../live/draw-slots.ts";
import { slotCells } from "../live/slot-cells.ts";
import { colours } from "../overlay/colours.ts";
import { Strip } from "./strip.tsx";

/** A consumer's slots, lit while they are busy. */
export function Slots({ id }: { readonly id: string }) {
  const draw = useCallback(
    (context: CanvasRenderingContext2D, width: number, height: number) =>
      drawSlots(context, width, height, slotCells(frames.latest()?.nodes[id]?.slots ?? ""), colours()),
    [id],
  );
  return <Strip width={184} height={17} draw={draw} />;
}
