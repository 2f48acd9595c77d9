import type { Fill } from "../model/fill.ts";

/** The fill of a channel as a level at the card's left edge. */
export function FillStrip({ fill }: { readonly fill: Fill }) {
  return (
    <span className="card-fill" title={fill.text} aria-hidden="true">
      <span className="card-fill-level" data-level={fill.level} style={{ transform: `scaleY(${Math.round(fill.share * 200) / 200})` }} />
    </span>
  );
}
