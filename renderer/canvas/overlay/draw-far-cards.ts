import type { NodeState } from "../model/node-state.ts";
import type { Card } from "../model/scene.ts";
import type { Colours } from "./colours.ts";
import { drawStateMark } from "./draw-state-mark.ts";
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

const TEXT_PX = 10.5;
const LEAST_HEIGHT_FOR_TWO = 27;
const LEAST_HEIGHT = 13;
const MARGIN = 7;

/** A card's texts as they fit at a zoom. */
interface Fitted {
  readonly of: FarCard;
  readonly name: string;
  readonly value: string;
}

/** Writes names and numbers over cards that are too small for texts of their own. */
export interface FarCardPainter {
  draw(context: CanvasRenderingContext2D, view: View, colours: Colours, cards: Iterable<Card>, farCardOf: (id: string) => FarCard | undefined): void;
}

/** A painter that fits texts once for each text and zoom, not once for each frame. */
export function createFarCardPainter(): FarCardPainter {
  let fitted = new Map<string, Fitted>();
  let fittedFor = 0;

  function textsOf(context: CanvasRenderingContext2D, colours: Colours, card: Card, far: FarCard, zoom: number): Fitted {
    const before = fitted.get(card.id);
    if (before?.of === far) return before;
    const width = card.width * zoom;
    const made = { of: far, name: nameThatFits(context, colours, far, width, card.height * zoom), value: valueThatFits(context, colours, far, width) };
    fitted.set(card.id, made);
    return made;
  }

  return {
    draw(context, view, colours, cards, farCardOf) {
      if (view.zoom !== fittedFor) fitted = new Map();
      fittedFor = view.zoom;
      const seen: { card: Card; far: FarCard; x: number; y: number }[] = [];
      for (const card of cards) {
        const [x, y] = [card.x * view.zoom + view.x, card.y * view.zoom + view.y];
        if (x > view.width || y > view.height || x + card.width * view.zoom < 0 || y + card.height * view.zoom < 0) continue;
        const far = farCardOf(card.id);
        if (far !== undefined) seen.push({ card, far, x, y });
      }
      const lines = seen.map(({ card, far, x, y }) => ({ x: x + MARGIN, y: y + (card.height * view.zoom) / 2, texts: textsOf(context, colours, card, far, view.zoom) }));
      const hasTwo = (seen[0]?.card.height ?? 0) * view.zoom >= LEAST_HEIGHT_FOR_TWO;
      context.textBaseline = "middle";
      if ((seen[0]?.card.height ?? 0) * view.zoom >= LEAST_HEIGHT) {
        context.font = nameFont(colours);
        context.fillStyle = colours.text;
        for (const { x, y, texts } of lines) context.fillText(texts.name, x, texts.value !== "" && hasTwo ? y - 6 : y);
      }
      if (hasTwo) {
        context.font = valueFont(colours);
        context.fillStyle = colours.muted;
        for (const { x, y, texts } of lines) if (texts.value !== "") context.fillText(texts.value, x, y + 7);
      }
      for (const { card, far, x, y } of seen) {
        const [width, height] = [card.width * view.zoom, card.height * view.zoom];
        drawFill(context, colours, far, x, y, height);
        drawStateMark(context, colours, far.state, x + width - MARGIN, hasTwo ? y + height / 2 + 7 : y + height / 2);
      }
    },
  };
}

function nameFont(colours: Colours): string {
  return `600 ${TEXT_PX}px ${colours.font}`;
}

function valueFont(colours: Colours): string {
  return `400 ${TEXT_PX}px ${colours.font}`;
}

function nameThatFits(context: CanvasRenderingContext2D, colours: Colours, far: FarCard, width: number, height: number): string {
  context.font = nameFont(colours);
  return fitText(context, far.name, width - (height >= LEAST_HEIGHT_FOR_TWO ? 9 : 20));
}

function valueThatFits(context: CanvasRenderingContext2D, colours: Colours, far: FarCard, width: number): string {
  if (far.value === "") return "";
  context.font = valueFont(colours);
  const whole = `${far.value} ${far.label}`;
  const room = width - 20;
  return context.measureText(whole).width <= room ? whole : fitText(context, far.value, room);
}

function drawFill(context: CanvasRenderingContext2D, colours: Colours, far: FarCard, x: number, y: number, height: number): void {
  if (far.fill === null || far.fill <= 0) return;
  const level = Math.max(1, (height - 2) * far.fill);
  context.fillStyle = far.fillLevel === "high" ? colours.bad : far.fillLevel === "middle" ? colours.warn : colours.ok;
  context.fillRect(x + 1, y + height - 1 - level, 3, level);
}
