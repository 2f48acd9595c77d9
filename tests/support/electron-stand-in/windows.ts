/** The windows that are open, in the order they were opened. */
export const openWindows = new Set<{ close(): void }>();
