import { area } from "./area.ts";

/** The palette: what can be placed. */
export const paletteWords = area("palette", {
  findANode: "Find a node…",
  findANodeLabel: "Find a node",
  hideThePalette: "Hide the palette",
  noNodeIsCalledQueryTryQueue: (query: string | number) => `No node is called “${query}”. Try “queue” or “filter”.`,
});
