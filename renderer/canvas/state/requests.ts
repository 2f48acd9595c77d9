import { documentStore } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { freePlace } from "../geometry/free-place.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { addNodeAt } from "./edits.ts";
import { sceneStore } from "./scene-store.ts";
import { viewStore } from "./view-store.ts";

/** Does what other parts of the window ask of the canvas, and looks where another design wants to be looked at. */
export function keepRequests(): () => void {
  const serve = () => {
    const { placeRequest, revealRequest, placeDone, revealDone } = sessionStore.getState();
    const { canvas } = viewStore.getState();
    if (canvas === null) return;
    if (placeRequest !== null) {
      placeDone(placeRequest.token);
      const middle = canvas.centre();
      const wanted = { x: middle.x - CARD_WIDTH / 2, y: middle.y - CARD_HEIGHT / 2 };
      const cards = [...sceneStore.getState().scene.cards.values()];
      const place = freePlace(wanted, { width: CARD_WIDTH, height: CARD_HEIGHT }, cards);
      addNodeAt(placeRequest.kind, place);
      canvas.reveal({ ...place, width: CARD_WIDTH, height: CARD_HEIGHT });
    }
    if (revealRequest !== null) {
      revealDone(revealRequest.token);
      canvas.fit(revealRequest.nodes, revealRequest);
    }
  };
  const stops = [
    sessionStore.subscribe(serve),
    viewStore.subscribe((after, before) => {
      if (after.canvas !== before.canvas) serve();
      if (after.view.width > 0 && before.view.width === 0) lookOnce();
    }),
    documentStore.subscribe((after, before) => {
      if (after.key !== before.key) lookOnce();
    }),
  ];
  serve();
  lookOnce();
  return () => {
    for (const stop of stops) stop();
  };
}

let lookedAt: string | null = null;

/** Where an empty canvas begins: its origin in the corner, at full size. */
const BEGINNING = { x: 0, y: 0, zoom: 1 };

/** Looks at a design that was just opened: as it was left, else at all of it. */
function lookOnce(): void {
  const { design, key } = documentStore.getState();
  const { canvas, view } = viewStore.getState();
  if (canvas === null || view.width === 0 || lookedAt === key) return;
  lookedAt = key;
  if (design.view !== undefined) canvas.setViewport(design.view);
  else if (design.nodes.length === 0) canvas.setViewport(BEGINNING);
  else canvas.fit(undefined, { glide: false });
}
