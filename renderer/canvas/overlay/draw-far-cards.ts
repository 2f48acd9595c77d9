import type { Category } from "../../../design/kinds/kind.ts";
import type { NodeState } from "../model/node-state.ts";
import type { Card } from "../../../design/picture/scene.ts";
import type { Colours } from "./colours.ts";
import { drawStateMark } from "./draw-state-mark.ts";
import { drawIcon } from "./draw-icon.ts";
import { coverCards, lightCards, nameCards } from "./draw-far-spotlight.ts";
import { fitName, fitText } from "./fit-text.ts";
import type { View } from "./view.ts";

/** What is shown of a card from afar. */
export interface FarCard {
  readonly name: string;
  readonly value: string;
  /** What the value is; left out where there is no room. */
  readonly label: string;
  readonly category: Category;
  /** Its kind's, by name. */
  readonly icon: string;
  readonly state: NodeState;
  /** An alert fires for what it sees here. */
  readonly isAlarmed: boolean;
  /** 0 to 1 for a channel. */
  readonly fill: number | null;
  readonly fillLevel: "low" | "middle" | "high";
  readonly selected: boolean;
  /** Its whole name is written above it: the pointer is on it, or it alone is selected. */
  readonly named: boolean;
  /** Whether it is pointed at, or another one is; `none` where nothing is. */
  readonly spotlight: "lit" | "covered" | "none";
}

const TEXT_PX = 10.5;
const LEAST_HEIGHT_FOR_TWO = 27;
const LEAST_HEIGHT = 13;
const MARGIN = 7;
const BAR = 3;
/** Radius of the mark of an alert. */
const ALARM = 4;
/** Narrower cards have no room for a name: their kind's icon stands there. Px of the screen. */
const LEAST_WIDTH_FOR_NAME = 58;
const ICON = 13;

/** A card's texts as they fit at a zoom. */
interface Fitted {
  readonly of: FarCard;
  readonly name: string;
  readonly value: string;
}

/** A card in view, px of the screen. */
interface Seen {
  readonly id: string;
  readonly far: FarCard;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws cards that are too small for texts of their own. */
export interface FarCardPainter {
  draw(context: CanvasRenderingContext2D, view: View, colours: Colours, cards: Iterable<Card>, farCardOf: (id: string) => FarCard | undefined): void;
}

/** A painter that fits texts once for each text and zoom, not once for each frame. */
export function createFarCardPainter(): FarCardPainter {
  let fitted = new Map<string, Fitted>();
  let fittedFor = 0;

  function textsOf(context: CanvasRenderingContext2D, colours: Colours, card: Seen): Fitted {
    const before = fitted.get(card.id);
    if (before?.of === card.far) return before;
    const made = { of: card.far, name: nameThatFits(context, colours, card), value: valueThatFits(context, colours, card) };
    fitted.set(card.id, made);
    return made;
  }

  return {
    draw(context, view, colours, cards, farCardOf) {
      if (view.zoom !== fittedFor) fitted = new Map();
      fittedFor = view.zoom;
      const seen = seenCards(view, cards, farCardOf);
      drawBoxes(context, colours, seen);
      const texts = new Map(seen.map((card) => [card.id, textsOf(context, colours, card)]));
      context.textBaseline = "middle";
      context.font = nameFont(colours);
      context.fillStyle = colours.text;
      for (const card of seen) if (hasName(card)) context.fillText(texts.get(card.id)?.name ?? "", card.x + MARGIN, middleOf(card) - (hasValue(card) ? 6 : 0));
      context.font = valueFont(colours);
      context.fillStyle = colours.muted;
      for (const card of seen) if (hasValue(card)) context.fillText(texts.get(card.id)?.value ?? "", card.x + MARGIN, middleOf(card) + 7);
      for (const card of seen) drawStateMark(context, colours, card.far.state, card.x + card.width - MARGIN, middleOf(card) + (card.height >= LEAST_HEIGHT_FOR_TWO ? 7 : 0));
      drawAlarms(context, colours, seen.filter(({ far }) => far.isAlarmed));
      for (const card of seen) if (!hasName(card) && card.height >= LEAST_HEIGHT) drawIcon(context, card.far.icon, colours.of(card.far.category), card.x + BAR + ICON, middleOf(card), Math.min(ICON, card.height - 4));
      const pointed = seen.map(({ far, ...place }) => ({ ...place, name: far.name, spotlight: far.spotlight }));
      coverCards(context, colours, pointed.filter(({ spotlight }) => spotlight === "covered"));
      lightCards(context, colours, pointed.filter(({ spotlight }) => spotlight === "lit"));
      nameCards(context, colours, seen.filter((card) => card.far.named && card.far.name !== texts.get(card.id)?.name).map(({ far, ...place }) => ({ ...place, name: far.name })));
    },
  };
}

/** A disc on the corner, where the bell of a near card is. */
function drawAlarms(context: CanvasRenderingContext2D, colours: Colours, alarmed: readonly Seen[]): void {
  context.fillStyle = colours.bad;
  context.beginPath();
  for (const { x, y, width } of alarmed) {
    context.moveTo(x + width + ALARM, y);
    context.arc(x + width, y, ALARM, 0, Math.PI * 2);
  }
  context.fill();
}

function seenCards(view: View, cards: Iterable<Card>, farCardOf: (id: string) => FarCard | undefined): Seen[] {
  const seen: Seen[] = [];
  for (const card of cards) {
    const [x, y] = [card.x * view.zoom + view.x, card.y * view.zoom + view.y];
    const [width, height] = [card.width * view.zoom, card.height * view.zoom];
    if (x > view.width || y > view.height || x + width < 0 || y + height < 0) continue;
    const far = farCardOf(card.id);
    if (far !== undefined) seen.push({ id: card.id, far, x, y, width, height });
  }
  return seen;
}

/** The cards themselves, with their category's colour and their fill at the left edge. */
function drawBoxes(context: CanvasRenderingContext2D, colours: Colours, seen: readonly Seen[]): void {
  context.beginPath();
  for (const { x, y, width, height } of seen) context.roundRect(x, y, width, height, 3);
  context.fillStyle = colours.of("surface-raised");
  context.fill();
  context.strokeStyle = colours.of("border-strong");
  context.lineWidth = 1;
  context.stroke();
  for (const { far, x, y, height } of seen) {
    context.fillStyle = colours.of(far.category);
    context.fillRect(x, y, BAR, height);
    if (far.fill === null || far.fill <= 0) continue;
    const level = Math.max(1, (height - 2) * far.fill);
    context.fillStyle = far.fillLevel === "high" ? colours.bad : far.fillLevel === "middle" ? colours.warn : colours.ok;
    context.fillRect(x + BAR, y + height - 1 - level, 2, level);
  }
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.beginPath();
  for (const { far, x, y, width, height } of seen) if (far.selected) context.roundRect(x - 1, y - 1, width + 2, height + 2, 4);
  context.stroke();
}

function middleOf({ y, height }: Seen): number {
  return y + height / 2;
}

function hasName({ width, height }: Seen): boolean {
  return width >= LEAST_WIDTH_FOR_NAME && height >= LEAST_HEIGHT;
}

function hasValue(card: Seen): boolean {
  return card.far.value !== "" && hasName(card) && card.height >= LEAST_HEIGHT_FOR_TWO;
}

function nameFont(colours: Colours): string {
  return `600 ${TEXT_PX}px ${colours.font}`;
}

function valueFont(colours: Colours): string {
  return `400 ${TEXT_PX}px ${colours.font}`;
}

function nameThatFits(context: CanvasRenderingContext2D, colours: Colours, card: Seen): string {
  const { far, width, height } = card;
  if (!hasName(card)) return "";
  context.font = nameFont(colours);
  return fitName(context, far.name, width - (height >= LEAST_HEIGHT_FOR_TWO ? 9 : 20));
}

function valueThatFits(context: CanvasRenderingContext2D, colours: Colours, { far, width }: Seen): string {
  if (far.value === "") return "";
  context.font = valueFont(colours);
  const whole = `${far.value} ${far.label}`;
  const room = width - 20;
  return context.measureText(whole).width <= room ? whole : fitText(context, far.value, room);
}
