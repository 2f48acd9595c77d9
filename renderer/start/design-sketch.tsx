import type { Sketch } from "../../design/document/sketch.ts";
import { categoryOf } from "../../design/kinds/registry.ts";
import "./design-sketch.css";

const CARD = { width: 208, height: 104, radius: 22 } as const;
const MARGIN = 24;

export interface DesignSketchProps {
  readonly sketch: Sketch;
}

/** A design in outline: its cards in their colours, and events that flow while it is pointed at. Says nothing to a screen reader: the text beside it does. */
export function DesignSketch({ sketch }: DesignSketchProps) {
  const { cards, edges, width, height } = sketch;
  return (
    <svg className="sketch" viewBox={`${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`} aria-hidden="true" focusable="false">
      {edges.map(([from, to], index) => {
        const path = pathBetween(cards[from], cards[to]);
        return (
          <g key={index}>
            <path className="sketch-edge" d={path} />
            <circle className="sketch-dot" r={13} style={{ offsetPath: `path("${path}")`, animationDelay: `${(index % 5) * -0.37}s` }} />
          </g>
        );
      })}
      {cards.map(({ kind, x, y }, index) => (
        <g key={index} data-category={categoryOf(kind)} transform={`translate(${x - CARD.width / 2} ${y - CARD.height / 2})`}>
          <rect className="sketch-card" width={CARD.width} height={CARD.height} rx={CARD.radius} />
          <rect className="sketch-tile" x={20} y={24} width={56} height={56} rx={14} />
          <rect className="sketch-line" x={94} y={34} width={88} height={13} rx={6} />
          <rect className="sketch-line sketch-line-short" x={94} y={60} width={54} height={11} rx={5} />
        </g>
      ))}
    </svg>
  );
}

type Card = Sketch["cards"][number];

/** From the right of one card to the left of the other; between cards that stand above each other from below to above. */
function pathBetween(from: Card | undefined, to: Card | undefined): string {
  if (!from || !to) return "";
  if (Math.abs(to.x - from.x) < CARD.width) {
    const sign = Math.sign(to.y - from.y) || 1;
    return `M ${from.x} ${from.y + (sign * CARD.height) / 2} L ${to.x} ${to.y - (sign * CARD.height) / 2}`;
  }
  const sign = Math.sign(to.x - from.x);
  const [startX, endX] = [from.x + (sign * CARD.width) / 2, to.x - (sign * CARD.width) / 2];
  const bend = Math.max(40, Math.abs(endX - startX) / 2) * sign;
  return `M ${startX} ${from.y} C ${startX + bend} ${from.y} ${endX - bend} ${to.y} ${endX} ${to.y}`;
}
