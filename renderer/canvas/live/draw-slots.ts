import type { Colours } from "../overlay/colours.ts";
import type { SlotCell } from "./slot-cells.ts";

const GAP = 3;
const IN_A_ROW = 12;
const CELL_HEIGHT = 7;

/** Draws slots as small squares that light up while they are busy; in two rows from 13 on. */
export function drawSlots(context: CanvasRenderingContext2D, width: number, height: number, cells: readonly SlotCell[], colours: Colours): void {
  context.clearRect(0, 0, width, height);
  if (cells.length === 0) return;
  const rows = Math.ceil(cells.length / IN_A_ROW);
  const inRow = Math.ceil(cells.length / rows);
  const cellWidth = Math.min(12, (width - (inRow - 1) * GAP) / inRow);
  const cellHeight = Math.min(CELL_HEIGHT, (height - (rows - 1) * GAP) / rows);
  const top = rows === 1 ? (height - cellHeight) / 2 : 0;
  for (const [index, cell] of cells.entries()) {
    const x = (index % inRow) * (cellWidth + GAP);
    const y = top + Math.floor(index / inRow) * (cellHeight + GAP);
    drawCell(context, cell, colours, { x, y, width: cellWidth, height: cellHeight });
  }
}

function drawCell(context: CanvasRenderingContext2D, cell: SlotCell, colours: Colours, box: { x: number; y: number; width: number; height: number }): void {
  roundRectangle(context, box.x, box.y, box.width, box.height);
  if (cell.kind === "unused") {
    // No partition is left for it: there, but empty.
    context.strokeStyle = colours.faint;
    context.lineWidth = 1;
    return context.stroke();
  }
  context.fillStyle = colours.of("surface-active");
  context.fill();
  if (cell.share === 0) return;
  const colour = { idle: colours.faint, unused: colours.faint, starting: colours.of("accent"), busy: colours.ok, failing: colours.bad, down: colours.bad }[cell.kind];
  if (cell.kind === "down") {
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(box.x + 2, box.y + 1.5);
    context.lineTo(box.x + box.width - 2, box.y + box.height - 1.5);
    context.moveTo(box.x + box.width - 2, box.y + 1.5);
    context.lineTo(box.x + 2, box.y + box.height - 1.5);
    context.stroke();
    return;
  }
  context.fillStyle = colour;
  context.globalAlpha = cell.kind === "starting" ? 0.55 : 1;
  roundRectangle(context, box.x, box.y, box.width * cell.share, box.height);
  context.fill();
  context.globalAlpha = 1;
}

function roundRectangle(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.beginPath();
  context.roundRect(x, y, width, height, 2);
}
