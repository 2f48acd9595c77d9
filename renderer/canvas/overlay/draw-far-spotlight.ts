import type { Colours } from "./colours.ts";

/** A card seen from afar as the spotlight leaves it, px of the screen. */
export interface LitCard {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Big enough to be read from the last row, whatever the zoom. */
const LABEL_PX = 15;
const PADDING = 8;
const LABEL_HEIGHT = 26;
const GAP = 6;
/** How much of a card that is not pointed at is covered. */
const COVER = 0.55;

/** Covers the cards that are not pointed at. */
export function coverCards(context: CanvasRenderingContext2D, colours: Colours, cards: readonly LitCard[]): void {
  context.globalAlpha = COVER;
  context.fillStyle = colours.canvas;
  for (const { x, y, width, height } of cards) context.fillRect(x - 1, y - 1, width + 2, height + 2);
  context.globalAlpha = 1;
}

/** Frames the cards that are pointed at, and writes their whole names above them. */
export function lightCards(context: CanvasRenderingContext2D, colours: Colours, cards: readonly LitCard[]): void {
  context.strokeStyle = colours.accent;
  context.lineWidth = 3;
  context.beginPath();
  for (const { x, y, width, height } of cards) context.roundRect(x - 3, y - 3, width + 6, height + 6, 6);
  context.stroke();
  writeNames(context, colours, cards);
}

/** Writes the whole names of cards above them. */
export function nameCards(context: CanvasRenderingContext2D, colours: Colours, cards: readonly LitCard[]): void {
  context.strokeStyle = colours.faint;
  writeNames(context, colours, cards);
}

function writeNames(context: CanvasRenderingContext2D, colours: Colours, cards: readonly LitCard[]): void {
  context.font = `650 ${LABEL_PX}px ${colours.font}`;
  context.textBaseline = "middle";
  for (const card of cards) drawLabel(context, colours, card);
}

function drawLabel(context: CanvasRenderingContext2D, colours: Colours, { name, x, y, width }: LitCard): void {
  const labelWidth = context.measureText(name).width + 2 * PADDING;
  const left = x + width / 2 - labelWidth / 2;
  const top = y - LABEL_HEIGHT - GAP;
  context.fillStyle = colours.of("surface-raised");
  context.beginPath();
  context.roundRect(left, top, labelWidth, LABEL_HEIGHT, 6);
  context.fill();
  context.lineWidth = 1.5;
  context.stroke();
  context.fillStyle = colours.text;
  context.fillText(name, left + PADDING, top + LABEL_HEIGHT / 2 + 1);
}
