import { useCanvasState } from "./state/canvas-state.ts";
import { useZoomPercent } from "./state/view-store.ts";

const BEYOND = 12;

/** Lines that show what a dragged card is aligned with. */
export function Guides() {
  const guides = useCanvasState((state) => state.guides);
  const width = 100 / Math.max(1, useZoomPercent());
  return guides.map((guide) => {
    const [start, length] = [guide.from - BEYOND, guide.to - guide.from + 2 * BEYOND];
    const place =
      guide.axis === "x"
        ? { left: guide.at - width / 2, top: start, width, height: length }
        : { left: start, top: guide.at - width / 2, width: length, height: width };
    return <div key={`${guide.axis}${guide.at}`} className="guide" style={place} />;
  });
}
