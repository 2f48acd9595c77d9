/** The languages there are; `pseudo` is English made longer and strange, to see what is not translated and what a longer text breaks. */
export const LOCALES = ["en", "pseudo"] as const;
export type Locale = (typeof LOCALES)[number];

/** The language of this window: `?locale=pseudo` in its address, else English. */
export const locale: Locale = localeIn((globalThis as { location?: { readonly search?: string } }).location?.search ?? "");

/** The language that an address asks for; English where it asks for none that is known. */
export function localeIn(search: string): Locale {
  const wanted = /[?&]locale=([a-z]+)/.exec(search)?.[1];
  return LOCALES.find((each) => each === wanted) ?? "en";
}
