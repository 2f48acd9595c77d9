import type { Annotation, Design } from "../document/schema.ts";
import { colours as themes, type Colours, type PictureTheme } from "./colours.ts";
import { pointAt, type Curve } from "./curve.ts";
import { drawCard } from "./draw-card.ts";
import { drawEdge, drawEdgeSigns } from "./draw-edge.ts";
import { edgeGist } from "./edge-gist.ts";
import { element, toXml, type Element } from "./markup.ts";
import { NOTE_SIZE } from "./note-size.ts";
import { queueEdges } from "./queue-edges.ts";
import { boundsOf, type Rectangle } from "./rectangle.ts";
import { sceneOf, type Scene } from "./scene.ts";
import { textWidth, wrapped } from "./text-width.ts";
import { zoneBoxes, type ZoneBox } from "./zone-boxes.ts";

/** The screen's family; what has no such font takes the next. Without quotes, which the rasteriser does not understand. */
const FAMILY = "system-ui, Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, DejaVu Sans, sans-serif";
const TITLE_SIZE = 19;
const TITLE_HEIGHT = 44;
const NOTE_TYPE = 13;
const NOTE_LINE = 19;

export interface PictureOptions {
  readonly theme: PictureTheme;
  /** Around everything, px. */
  readonly padding: number;
  /** Whether the design's name stands above it. */
  readonly title: boolean;
}

/** The design as the canvas draws it at rest, as an SVG that needs nothing else but a font. */
export function pictureOf(design: Design, { theme, padding, title }: PictureOptions): string {
  const colours = themes[theme];
  const scene = sceneOf(design, new Map());
  const zones = zoneBoxes(design.zones ?? [], design.nodes, scene);
  const notes = (design.annotations ?? []).map((note) => ({ note, ...note.position, ...(note.size ?? NOTE_SIZE) }));
  const drawn = boundsOf([...scene.cards.values(), ...zones, ...notes, ...[...scene.curves.values()].map(boundsOfCurve)]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const heading = title ? TITLE_HEIGHT : 0;
  const width = Math.ceil(Math.max(drawn.width, title ? textWidth(design.name, TITLE_SIZE, true) : 0) + 2 * padding);
  const height = Math.ceil(drawn.height + heading + 2 * padding);
  const [left, top] = [Math.floor(drawn.x - padding), Math.floor(drawn.y - padding - heading)];
  const image = element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${left} ${top} ${width} ${height}`, role: "img", "font-family": FAMILY },
    element("title", {}, design.name),
    ...(design.description ? [element("desc", {}, design.description)] : []),
    element("rect", { x: left, y: top, width, height, fill: colours.canvas }),
    ...(title ? [element("text", { x: drawn.x, y: drawn.y - heading + TITLE_SIZE, "font-size": TITLE_SIZE, "font-weight": 600, fill: colours.text }, design.name)] : []),
    ...zones.map((zone) => drawZone(zone, colours)),
    ...notes.map(({ note, ...place }) => drawNote(note, place, colours)),
    ...drawGraph(design, scene, colours),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(image)}\n`;
}

/** Edges first, cards over them, and over both what stands on the edges. */
function drawGraph(design: Design, scene: Scene, colours: Colours): Element[] {
  const nodes = new Map(design.nodes.map((node) => [node.id, node]));
  const queues = queueEdges(design);
  const edges = design.edges.flatMap((edge) => {
    const wire = scene.wires.get(edge.id);
    return wire ? [{ wire, label: edge.label || edgeGist(edge, nodes.get(edge.from.node)), isQueue: queues.has(edge.id) }] : [];
  });
  const cards = design.nodes.flatMap((node) => {
    const card = scene.cards.get(node.id);
    return card ? [drawCard(node, card, colours)] : [];
  });
  return [...edges.map(({ wire }) => drawEdge(wire, colours)), ...cards, ...edges.flatMap(({ wire, ...signs }) => drawEdgeSigns(wire, signs, scene.cards.values(), colours))];
}

function drawZone({ zone, x, y, width, height }: ZoneBox, colours: Colours): Element {
  const [colour] = colours.categories.operations;
  return element(
    "g",
    {},
    element("rect", { x, y, width, height, rx: 14, fill: colour, "fill-opacity": 0.05, stroke: colour, "stroke-opacity": 0.45, "stroke-width": 1.5, "stroke-dasharray": "5 4" }),
    element("text", { x: x + 16, y: y + 20, "font-size": 11, fill: colours.textMuted }, `${zone.kind ?? "zone"} · ${zone.name}`),
  );
}

function drawNote({ text }: Annotation, { x, y, width, height }: Rectangle, colours: Colours): Element {
  const lines = wrapped(text, width - 24, NOTE_TYPE, Math.max(1, Math.floor((height - 12) / NOTE_LINE)));
  return element(
    "g",
    {},
    element("rect", { x, y, width, height, rx: 8, fill: colours.surface, "fill-opacity": 0.7, stroke: colours.borderStrong, "stroke-dasharray": "3 3" }),
    ...lines.map((line, index) => element("text", { x: x + 12, y: y + 22 + index * NOTE_LINE, "font-size": NOTE_TYPE, fill: colours.textMuted }, line)),
  );
}

function boundsOfCurve(curve: Curve): Rectangle {
  const points = Array.from({ length: 25 }, (_, step) => pointAt(curve, step / 24));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
