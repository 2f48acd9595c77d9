import type { Scene } from "../../../design/picture/scene.ts";
import type { Colours } from "./colours.ts";
import { createFarCardPainter, type FarCard } from "./draw-far-cards.ts";
import type { View } from "./view.ts";

/** The texts of cards seen from afar, as a picture that is kept while it stays the same: texts cost more than dots. */
export interface FarLayer {
  draw(context: CanvasRenderingContext2D, picture: FarPicture): void;
}

/** What the texts depend on; another object for each part that changed. */
export interface FarPicture {
  readonly view: View;
  readonly scene: Scene;
  readonly colours: Colours;
  readonly pixelRatio: number;
  /** Raised whenever a card says something else. */
  readonly version: number;
  readonly farCardOf: (id: string) => FarCard | undefined;
}

/** The picture reaches this far beyond the view, so that it can be moved while the user pans. Px of the screen. */
const BEYOND = 120;

/** A layer that keeps its picture from the second time that the same is asked for: while the user zooms, nothing is worth keeping. */
export function createFarLayer(): FarLayer {
  const painter = createFarCardPainter();
  let canvas: HTMLCanvasElement | null = null;
  let kept: FarPicture | null = null;
  let asked: FarPicture | null = null;

  function paint(context: CanvasRenderingContext2D, { scene, colours, farCardOf }: FarPicture, view: View): void {
    painter.draw(context, view, colours, scene.cards.values(), farCardOf);
  }

  function keep(picture: FarPicture): void {
    canvas ??= document.createElement("canvas");
    const { view, pixelRatio } = picture;
    const wide = { ...view, x: view.x + BEYOND, y: view.y + BEYOND, width: view.width + 2 * BEYOND, height: view.height + 2 * BEYOND };
    canvas.width = Math.round(wide.width * pixelRatio);
    canvas.height = Math.round(wide.height * pixelRatio);
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    paint(context, picture, wide);
    kept = picture;
  }

  return {
    draw(context, picture) {
      const isStill = asked !== null && sameButMoved(asked, picture);
      asked = picture;
      if (isStill && !(kept !== null && kept.version === picture.version && sameButMoved(kept, picture) && isNear(kept, picture))) keep(picture);
      if (!isStill || canvas === null || kept === null) {
        paint(context, picture, picture.view);
        return;
      }
      const dx = Math.round(picture.view.x - kept.view.x) - BEYOND;
      const dy = Math.round(picture.view.y - kept.view.y) - BEYOND;
      context.drawImage(canvas, dx, dy, canvas.width / kept.pixelRatio, canvas.height / kept.pixelRatio);
    },
  };
}

/** Whether two pictures differ only in where they lie and in what the cards say. */
function sameButMoved(one: FarPicture, other: FarPicture): boolean {
  return (
    one.scene === other.scene &&
    one.colours === other.colours &&
    one.pixelRatio === other.pixelRatio &&
    one.view.zoom === other.view.zoom &&
    one.view.width === other.view.width &&
    one.view.height === other.view.height
  );
}

function isNear(one: FarPicture, other: FarPicture): boolean {
  return Math.abs(one.view.x - other.view.x) <= BEYOND && Math.abs(one.view.y - other.view.y) <= BEYOND;
}
