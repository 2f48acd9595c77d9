import { CATEGORIES, type Category } from "../../design/kinds/kind.ts";
import { kindOf, kindTypes, type KindType } from "../../design/kinds/registry.ts";
import { matchScore } from "../command-palette/match.ts";

export interface PaletteGroup {
  readonly category: Category;
  readonly kinds: readonly KindType[];
}

/**
 * Kinds by category in the palette's order. With a query only those that have all its words in their title, summary or help,
 * and what fits best comes first.
 */
export function paletteGroups(query: string): readonly PaletteGroup[] {
  const scores = new Map(kindTypes.map((type) => [type, matchScore(query, textsOf(type))]));
  const scoreOf = (type: KindType | undefined) => (type === undefined ? 0 : (scores.get(type) ?? 0));
  return CATEGORIES.map((category) => ({
    category,
    kinds: kindTypes.filter((type) => kindOf(type).category === category && scoreOf(type) > 0).toSorted((one, other) => scoreOf(other) - scoreOf(one)),
  }))
    .filter((group) => group.kinds.length > 0)
    .toSorted((one, other) => scoreOf(other.kinds[0]) - scoreOf(one.kinds[0]));
}

function textsOf(type: KindType): readonly string[] {
  const { title, summary, help, category } = kindOf(type);
  return [title, type, summary, help, category];
}
