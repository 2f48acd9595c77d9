import { iconNamed, type IconShape } from "../../../design/picture/icons.ts";

/** Icons are drawn in a square of so many px. */
const DRAWN_IN = 24;
const paths = new Map<string, Path2D>();

/** Draws a kind's icon with its middle at a point, `size` px wide. */
export function drawIcon(context: CanvasRenderingContext2D, name: string, colour: string, x: number, y: number, size: number): void {
  const scale = size / DRAWN_IN;
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(scale, scale);
  context.strokeStyle = colour;
  context.lineWidth = 2.25;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(pathOf(name));
  context.restore();
}

function pathOf(name: string): Path2D {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = new Path2D();
  for (const shape of iconNamed(name)) addShape(path, shape);
  paths.set(name, path);
  return path;
}

function addShape(path: Path2D, [tag, attributes]: IconShape): void {
  const of = (name: string) => Number(attributes[name] ?? 0);
  switch (tag) {
    case "path":
      return path.addPath(new Path2D(attributes.d));
    case "circle":
      return path.addPath(ring(of("cx"), of("cy"), of("r"), of("r")));
    case "ellipse":
      return path.addPath(ring(of("cx"), of("cy"), of("rx"), of("ry")));
    case "rect":
      return path.roundRect(of("x"), of("y"), of("width"), of("height"), of("rx"));
    case "line":
      path.moveTo(of("x1"), of("y1"));
      return path.lineTo(of("x2"), of("y2"));
    case "polyline":
    case "polygon":
      return path.addPath(new Path2D(`M${attributes.points ?? ""}${tag === "polygon" ? "Z" : ""}`));
  }
}

function ring(x: number, y: number, across: number, along: number): Path2D {
  const path = new Path2D();
  path.ellipse(x, y, across, along, 0, 0, Math.PI * 2);
  return path;
}
