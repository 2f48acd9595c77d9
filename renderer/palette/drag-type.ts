/** The data type under which a kind is dragged from the palette to the canvas. */
export const KIND_DRAG_TYPE = "application/x-spillway-kind";
