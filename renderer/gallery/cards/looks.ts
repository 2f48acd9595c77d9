/** How a card of the gallery is shown: still, in each state, selected, and with the forecast's numbers beside the measured ones. */
export const LOOKS = ["rest", "idle", "busy", "saturated", "failing", "dead", "selected", "predicted"] as const;
export type Look = (typeof LOOKS)[number];

/** Enough for the longest sparkline. */
export const MADE_UP_FRAMES = 100;
