/** What part of the flow is seen: screen = flow × zoom + (x, y), in CSS px. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Names and one number below this zoom; all of it above. */
export const NEAR_ZOOM = 0.5;
/** Below this zoom texts are drawn on the overlay canvas: hundreds of cards are visible then. */
export const FAR_ZOOM = 0.35;

/** How much a card shows. */
export type Level = "near" | "middle" | "far";

/** The level of detail at a zoom. */
export function levelAt(zoom: number): Level {
  if (zoom < FAR_ZOOM) return "far";
  return zoom < NEAR_ZOOM ? "middle" : "near";
}
