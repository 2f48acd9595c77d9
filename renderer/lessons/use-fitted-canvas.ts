import { useEffect } from "react";
import { documentStore } from "../stores/document-store.ts";
import { sessionStore } from "../stores/session-store.ts";

/** How far a presented design is enlarged at most, so that the last row can read it. */
const PRESENTED_ZOOM = 1.8;

/** Brings the whole design into view when a lesson's design is opened and when the presenter view makes the canvas wider or narrower. */
export function useFittedCanvas(documentKey: string, isPresenting: boolean): void {
  useEffect(() => {
    // The canvas learns its new size in the next frame.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const { nodes } = documentStore.getState().design;
        sessionStore.getState().requestReveal(nodes.map(({ id }) => id), isPresenting ? PRESENTED_ZOOM : undefined);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [documentKey, isPresenting]);
}
