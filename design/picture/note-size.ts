/** Of a note that says nothing of its size, px of the flow. */
export const NOTE_SIZE = { width: 240, height: 80 } as const;
