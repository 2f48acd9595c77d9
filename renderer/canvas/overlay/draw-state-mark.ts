import type { NodeState } from "../model/node-state.ts";
import type { Colours } from "./colours.ts";

/** A ring for idle, a disc for busy, a diamond for saturated, a triangle for failing, a cross for dead; as on near cards. */
export function drawStateMark(context: CanvasRenderingContext2D, colours: Colours, state: NodeState, x: number, y: number): void {
  context.beginPath();
  switch (state) {
    case "off":
      return;
    case "idle":
      context.arc(x, y, 2.5, 0, Math.PI * 2);
      stroke(context, colours.faint, 1.25);
      return;
    case "busy":
      context.arc(x, y, 3, 0, Math.PI * 2);
      fill(context, colours.ok);
      return;
    case "saturated":
      polygon(context, [x, y - 4, x + 4, y, x, y + 4, x - 4, y]);
      fill(context, colours.warn);
      return;
    case "failing":
      polygon(context, [x, y - 4, x + 4, y + 3, x - 4, y + 3]);
      fill(context, colours.bad);
      return;
    case "dead":
      context.moveTo(x - 3, y - 3);
      context.lineTo(x + 3, y + 3);
      context.moveTo(x + 3, y - 3);
      context.lineTo(x - 3, y + 3);
      stroke(context, colours.bad, 2);
  }
}

function fill(context: CanvasRenderingContext2D, colour: string): void {
  context.fillStyle = colour;
  context.fill();
}

function stroke(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

function polygon(context: CanvasRenderingContext2D, numbers: readonly number[]): void {
  for (let index = 0; index < numbers.length; index += 2) context.lineTo(numbers[index] ?? 0, numbers[index + 1] ?? 0);
  context.closePath();
}
