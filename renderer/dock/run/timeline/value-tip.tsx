import { createPortal } from "react-dom";

/** Where on the page a value is told, in pixels, and what it says. */
export interface TipPlace {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** The value of what is being dragged, above the pointer; said to screen readers when the keyboard changes it. */
export function ValueTip({ tip }: { readonly tip: TipPlace | null }) {
  if (tip === null) return null;
  return createPortal(
    <output className="value-tip" style={{ left: tip.x, top: tip.y }}>
      {tip.text}
    </output>,
    document.body,
  );
}
