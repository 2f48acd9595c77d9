import type { Card } from "../model/scene.ts";
import type { NodeState } from "../model/node-state.ts";
import type { Colours } from "./colours.ts";
import { fitText } from "./fit-text.ts";
import type { View } from "./view.ts";

/** What is said of a card from afar. */
export interface FarCard {
  readonly name: string;
  readonly value: string;
  /** What the value is; left out where there is no room. */
  readonly label: string;
  readonly state: NodeState;
  /** 0 to 1 for a channel. */
  readonly fill: number | null;
  readonly fillLevel: "low" | "middle" | "high";
}

const NAME_PX = 10.5;
const VALUE_PX = 10.5;
const LEAST_HEIGHT_FOR_TWO = 27;
const LEAST_HEIGHT = 13;

/** Writes names and numbers over cards that are too small for texts of their own. Returns how many were in view. */
export function drawFarCards(
  context: CanvasRenderingContext2D,
  view: View,
  colours: Colours,
  cards: Iterable<Card>,
  farCardOf: (id: string) => FarCard | undefined,
): number {
  let drawn = 0;
  context.textBaseline = "middle";
  for (const card of cards) {
    const x = card.x * view.zoom + view.x;
    const y = card.y * view.zoom + view.y;
    const width = card.width * view.zoom;
    const height = card.height * view.zoom;
    if (x > view.width || y > view.height || x + width < 0 || y + height < 0) continue;
    const far = farCardOf(card.id);
    if (far === undefined) continue;
    drawFill(context, colours, far, { x, y, width, height });
    const isTwo = height >= LEAST_HEIGHT_FOR_TWO;
    drawStateMark(context, colours, far.state, x + width - 7, isTwo ? y + height / 2 + 7 : y + height / 2);
    if (height >= LEAST_HEIGHT) drawTexts(context, colours, far, { x, y, width, height });
    drawn += 1;
  }
  return drawn;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function drawTexts(context: CanvasRenderingContext2D, colours: Colours, far: FarCard, box: Box): void {
  const isTwo = box.height >= LEAST_HEIGHT_FOR_TWO && far.value !== "";
  const left = box.x + 7;
  const middle = box.y + box.height / 2;
  context.font = `600 ${NAME_PX}px ${colours.font}`;
  context.fillStyle = colours.text;
  context.fillText(fitText(context, far.name, box.width - (isTwo ? 9 : 20)), left, isTwo ? middle - 6 : middle);
  if (!isTwo) return;
  context.font = `400 ${VALUE_PX}px ${colours.font}`;
  context.fillStyle = far.state === "failing" || far.state === "dead" ? colours.bad : colours.muted;
  const whole = `${far.value} ${far.label}`;
  const room = box.width - 20;
  context.fillText(context.measureText(whole).width <= room ? whole : fitText(context, far.value, room), left, middle + 7);
}

function drawFill(context: CanvasRenderingContext2D, colours: Colours, far: FarCard, box: Box): void {
  if (far.fill === null || far.fill <= 0) return;
  const height = Math.max(1, (box.height - 2) * far.fill);
  context.fillStyle = far.fillLevel === "high" ? colours.bad : far.fillLevel === "middle" ? colours.warn : colours.ok;
  context.fillRect(box.x + 1, box.y + box.height - 1 - height, 3, height);
}

/** A ring for idle, a disc for busy, a diamond for saturated, a triangle for failing, a cross for dead. */
function drawStateMark(context: CanvasRenderingContext2D, colours: Colours, state: NodeState, x: number, y: number): void {
  if (state === "off") return;
  const radius = 3;
  context.beginPath();
  switch (state) {
    case "idle":
      context.arc(x, y, radius - 0.5, 0, Math.PI * 2);
      break;
    case "busy":
      context.arc(x, y, radius, 0, Math.PI * 2);
      break;
    case "saturated":
      polygon(context, [x, y - 4, x + 4, y, x, y + 4, x - 4, y]);
      break;
    case "failing":
      polygon(context, [x, y - 4, x + 4, y + 3, x - 4, y + 3]);
      break;
    case "dead":
      context.moveTo(x - radius, y - radius);
      context.lineTo(x + radius, y + radius);
      context.moveTo(x + radius, y - radius);
      context.lineTo(x - radius, y + radius);
      break;
  }
  const colour = { idle: colours.faint, busy: colours.ok, saturated: colours.warn, failing: colours.bad, dead: colours.bad }[state];
  if (state === "idle" || state === "dead") {
    context.lineWidth = state === "dead" ? 2 : 1.25;
    context.strokeStyle = colour;
    context.stroke();
    return;
  }
  context.fillStyle = colour;
  context.fill();
}

function polygon(context: CanvasRenderingContext2D, numbers: readonly number[]): void {
  for (let index = 0; index < numbers.length; index += 2) context.lineTo(numbers[index] ?? 0, numbers[index + 1] ?? 0);
  context.closePath();
}
