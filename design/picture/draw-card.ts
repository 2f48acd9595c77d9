import { displayName } from "../document/display-name.ts";
import { withoutExtensions } from "../document/extensions.ts";
import type { DesignNode } from "../document/schema.ts";
import { categoryOf, isKindType, kindOf } from "../kinds/registry.ts";
import type { PortAnchor } from "./card-shape.ts";
import type { Colours } from "./colours.ts";
import { iconNamed } from "./icons.ts";
import { element, type Element } from "./markup.ts";
import type { Card } from "./scene.ts";
import { fitted, wrapped } from "./text-width.ts";

/** As in the canvas's style sheet, px: from the card's edge, the icon's tile, and between it and the name. */
const MARGIN = 12;
const TOP = 11;
const TILE = 30;
const GAP = 9;
const NAME_SIZE = 13;
const SMALL = 11;
const MOST_LINES = 3;

/** A node's card as the canvas draws it at rest: icon, name, kind, and what its settings come to. */
export function drawCard(node: DesignNode, card: Card, colours: Colours): Element {
  const { title, detail, gist } = wordsOf(node);
  const beside = MARGIN + TILE + GAP;
  const room = card.width - beside - MARGIN;
  const lines = gist === "" ? [] : wrapped(gist, card.width - 2 * MARGIN, SMALL, MOST_LINES);
  const subtitle = detail === "" ? title : `${title} · ${detail}`;
  return element(
    "g",
    { transform: `translate(${card.x} ${card.y})` },
    element("rect", { width: card.width, height: card.height, rx: 10, fill: colours.surfaceRaised, stroke: colours.border }),
    drawTile(node.kind, colours),
    element("text", { x: beside, y: TOP + 13, "font-size": NAME_SIZE, "font-weight": 600, fill: colours.text }, fitted(displayName(node), room, NAME_SIZE, true)),
    element("text", { x: beside, y: TOP + 27, "font-size": SMALL, fill: colours.textMuted }, fitted(subtitle, room, SMALL)),
    ...lines.map((line, index) => element("text", { x: MARGIN, y: 62 + index * 15, "font-size": SMALL, fill: colours.textMuted }, line)),
    ...card.shape.anchors.map((anchor) => drawPort(anchor, colours)),
  );
}

/** A kind's icon on a tile in its category's colour. */
function drawTile(kind: string, colours: Colours): Element {
  const [colour, soft] = colours.categories[categoryOf(kind)];
  return element(
    "g",
    { transform: `translate(${MARGIN} ${TOP})` },
    element("rect", { width: TILE, height: TILE, rx: 7, fill: soft }),
    drawIcon(isKindType(kind) ? kindOf(kind).icon : "", { x: 6.5, y: 6.5, size: 17 }, colour),
  );
}

/** An icon with its top left corner at a place. */
export function drawIcon(name: string, { x, y, size }: { readonly x: number; readonly y: number; readonly size: number }, colour: string): Element {
  return element(
    "g",
    { transform: `translate(${x} ${y}) scale(${size / 24})`, fill: "none", stroke: colour, "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" },
    ...iconNamed(name).map(([tag, attributes]) => element(tag, attributes)),
  );
}

function drawPort({ port, x, y }: PortAnchor, colours: Colours): Element {
  const look = { fill: colours.canvas, stroke: port.name === "failed" || port.name === "deadLetter" ? colours.bad : colours.edgeStrong, "stroke-width": 1.5 };
  if (port.type === "call") return element("rect", { x: x - 4.75, y: y - 4.75, width: 9.5, height: 9.5, rx: 3, ...look });
  return element("circle", { cx: x, cy: y, r: 4.75, ...look, "stroke-dasharray": port.type === "attachment" ? "1.5 2" : undefined });
}

/** What a card says of a node; of broken settings what a new node's would. */
function wordsOf({ kind, settings }: DesignNode): { title: string; detail: string; gist: string } {
  if (!isKindType(kind)) return { title: `Unknown kind "${kind}"`, detail: "", gist: "" };
  const definition = kindOf(kind);
  const parsed = definition.settings.safeParse(withoutExtensions(settings ?? {}));
  const known = parsed.success ? parsed.data : definition.settings.parse({});
  return { title: definition.title, detail: definition.detail(known), gist: definition.gist(known) };
}
