import { formatCount } from "../../design/words/numbers.ts";
import { topBarWords } from "../words/top-bar.ts";

/** How many events each one of a forecast may stand for (rule F6), as the menu offers it. */
export const EACH_STANDS_FOR = [1, "auto", 10, 100, 1000, 10_000] as const;

export type EachStandsFor = (typeof EACH_STANDS_FOR)[number];

/** One of them in words. */
export function eachStandsForName(value: number | "auto"): string {
  if (value === "auto") return topBarWords.asManyAsItTakes;
  return value === 1 ? topBarWords.itself : topBarWords.nEvents(formatCount(value));
}
