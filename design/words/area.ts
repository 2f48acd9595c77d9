import { locale, type Locale } from "./locale.ts";
import { pseudo } from "./pseudo.ts";

/** A text, or how it is made of what it tells of: whole sentences, so that each language may put them in its own order. */
export type Word = string | ((...values: never[]) => string);

/** The texts of one part of the screen or of a report, by what they say. */
export interface Words {
  readonly [name: string]: Word | Words;
}

/** A catalogue in another language: what a module of this folder has, area by area. */
export type Translate = <Area extends Words>(area: string, english: Area) => Area;

const translations: Readonly<Record<Locale, Translate>> = {
  en: (_area, english) => english,
  pseudo: (_area, english) => throughout(english, pseudo),
};

/** The texts of an area in the language of this window. Each area is named once. */
export function area<Area extends Words>(name: string, english: Area): Area {
  return translations[locale](name, english);
}

/** The same catalogue with every text changed, also those that are made of values. */
export function throughout<Area extends Words>(words: Area, change: (text: string) => string): Area {
  const changed = Object.entries(words).map(([name, word]): [string, Word | Words] => {
    if (typeof word === "string") return [name, change(word)];
    if (typeof word === "function") return [name, (...values: never[]) => change(word(...values))];
    return [name, throughout(word, change)];
  });
  return Object.fromEntries(changed) as unknown as Area;
}
