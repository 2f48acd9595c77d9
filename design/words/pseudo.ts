const PLAIN = "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz";
const STRANGE = "ÅåÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž";
const strange = new Map(Array.from(PLAIN, (letter, index) => [letter, STRANGE.charAt(index)]));

/** Languages that take more room than English take about so much more. */
const LONGER = 0.4;
const WORD = 7;

/**
 * A text as no language writes it, but readable: accents on its letters, brackets around it, and 40 % longer. What is on the
 * screen without brackets is not in the catalogue; a bracket that cannot be seen was cut off.
 */
export function pseudo(text: string): string {
  if (!/\p{L}/u.test(text)) return text;
  // In words, which wrap as those of a language do.
  const filler = Array.from({ length: Math.max(0, Math.round(text.length * LONGER) - 2) }, (_, index) => (index % WORD === WORD - 1 ? " " : "~")).join("");
  return `[${Array.from(text, (letter) => strange.get(letter) ?? letter).join("")}${filler}]`;
}
