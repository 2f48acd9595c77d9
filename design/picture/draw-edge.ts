import type { Colours } from "./colours.ts";
import { pathOf, pointAt } from "./curve.ts";
import { drawIcon } from "./draw-card.ts";
import { labelPlace, labelSize } from "./label-place.ts";
import { element, type Element } from "./markup.ts";
import type { Rectangle } from "./rectangle.ts";
import type { Wire } from "./scene.ts";
import { fitted } from "./text-width.ts";

/** Width of an edge over which nothing passes, px. */
const THICKNESS = 1.5;
const SMALL = 11;
const SIGN = 19;

/** An edge as the canvas draws it at rest: dashed for calls, dotted for policies. */
export function drawEdge({ curve, type }: Wire, colours: Colours): Element {
  const look = { call: { "stroke-dasharray": "6 5" }, attachment: { stroke: colours.edgeStrong, "stroke-dasharray": "0.1 7", "stroke-width": 3.5 }, event: {} }[type];
  return element("path", { d: pathOf(curve), fill: "none", stroke: colours.edge, "stroke-width": THICKNESS, "stroke-linecap": "round", ...look });
}

/** What stands on an edge: its label beside it, and the sign of the queue that it stands for. */
export function drawEdgeSigns({ curve }: Wire, { label, isQueue }: { readonly label: string; readonly isQueue: boolean }, cards: Iterable<Rectangle>, colours: Colours): Element[] {
  return [...(isQueue ? [drawQueue(pointAt(curve, 0.5), colours)] : []), ...(label === "" ? [] : [drawLabel(label, labelPlace(curve, isQueue, cards, labelSize(label, "")), colours)])];
}

function drawQueue({ x, y }: { readonly x: number; readonly y: number }, colours: Colours): Element {
  return element(
    "g",
    { transform: `translate(${x - SIGN / 2} ${y - SIGN / 2})` },
    element("rect", { width: SIGN, height: SIGN, rx: 6, fill: colours.surfaceRaised, stroke: colours.borderStrong }),
    drawIcon("layers", { x: 4, y: 4, size: 11 }, colours.categories.channels[0]),
  );
}

function drawLabel(label: string, { x, y }: { readonly x: number; readonly y: number }, colours: Colours): Element {
  const { width, height } = labelSize(label, "");
  return element(
    "g",
    {},
    element("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 9, fill: colours.surface, stroke: colours.border }),
    element("text", { x, y: y + 4, "font-size": SMALL, fill: colours.textFaint, "text-anchor": "middle" }, fitted(label, width - 10, SMALL)),
  );
}
