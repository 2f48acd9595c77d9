import { CATEGORIES, type Category } from "../../design/kinds/kind.ts";
import { kindOf, kindTypes, type KindType } from "../../design/kinds/registry.ts";

export interface PaletteGroup {
  readonly category: Category;
  readonly kinds: readonly KindType[];
}

/** Kinds by category in the palette's order; with a query only those whose title, summary or help have all its words. */
export function paletteGroups(query: string): readonly PaletteGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return CATEGORIES.map((category) => ({
    category,
    kinds: kindTypes.filter((type) => kindOf(type).category === category && words.every((word) => textOf(type).includes(word))),
  })).filter((group) => group.kinds.length > 0);
}

function textOf(type: KindType): string {
  const { title, summary, help, category } = kindOf(type);
  return `${type} ${title} ${summary} ${help} ${category}`.toLowerCase();
}
