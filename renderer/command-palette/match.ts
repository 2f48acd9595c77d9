/**
 * How well an entry fits a search, 0 to 1, for cmdk: every word must be in its texts; the beginning of the first text
 * is best, then the beginning of a word, then anywhere.
 */
export function matchScore(search: string, texts: readonly string[]): number {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const [label = "", ...others] = texts.map((text) => text.toLowerCase());
  const scores = words.map((word) => Math.max(scoreIn(label, word), 0.5 * Math.max(0, ...others.map((text) => scoreIn(text, word)))));
  return scores.includes(0) ? 0 : scores.reduce((product, score) => product * score, 1);
}

function scoreIn(text: string, word: string): number {
  if (text.startsWith(word)) return 1;
  if (text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 0.8;
  return text.includes(word) ? 0.4 : 0;
}
