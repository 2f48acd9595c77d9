import { useEffect, useRef } from "react";
import { drawWithFrames } from "../live/frame-ticker.ts";
import { viewStore } from "../state/view-store.ts";

export interface StripProps {
  readonly width: number;
  readonly height: number;
  /** Draws in px of the card; called after each frame of the run. */
  readonly draw: (context: CanvasRenderingContext2D, width: number, height: number) => void;
}

/** A small picture on a card that is drawn with the run's frames, outside React. It says nothing that the numbers do not. */
export function Strip({ width, height, draw }: StripProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d") ?? null;
    if (element === null || context === null) return undefined;
    let scale = 0;
    const redraw = () => {
      const wanted = window.devicePixelRatio * (viewStore.getState().view.zoom > 1.2 ? 2 : 1);
      if (wanted !== scale) {
        scale = wanted;
        element.width = Math.round(width * scale);
        element.height = Math.round(height * scale);
      }
      context.setTransform(scale, 0, 0, scale, 0, 0);
      draw(context, width, height);
    };
    redraw();
    return drawWithFrames(redraw);
  }, [width, height, draw]);
  return <canvas ref={canvas} className="card-strip" style={{ width, height }} aria-hidden="true" />;
}
