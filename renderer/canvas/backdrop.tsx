import { useEffect, useRef } from "react";
import { FAR_ZOOM } from "./overlay/view.ts";
import { viewStore } from "./state/view-store.ts";

const GAP = 24;

/** The dots behind the flow, which move with it. Plain CSS, moved without React; from afar they would only be noise. */
export function Backdrop() {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const follow = () => {
      const { x, y, zoom } = viewStore.getState().view;
      const style = element.current?.style;
      if (style === undefined) return;
      style.display = zoom < FAR_ZOOM ? "none" : "block";
      const gap = GAP * zoom * (zoom < 0.7 ? 2 : 1);
      style.backgroundSize = `${gap}px ${gap}px`;
      style.backgroundPosition = `${x - gap / 2}px ${y - gap / 2}px`;
    };
    follow();
    return viewStore.subscribe(follow);
  }, []);
  return <div ref={element} className="backdrop" aria-hidden="true" />;
}
