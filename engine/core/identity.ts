import { hashWords } from "./random.ts";

/**
 * An event's identity: 64 bits in two words, written as `e` and 16 hexadecimal digits, so that it is never all digits
 * and has no `:` (BullMQ refuses both as job ids). Rules E1 and E2: unique in a run and a pure function of the run's seed.
 */
export interface Identity {
  readonly high: number;
  readonly low: number;
}

/** Four hexadecimal digits for every half word: a seventh of the time that formatting a number takes. */
const DIGITS = Array.from({ length: 65_536 }, (_, half) => half.toString(16).padStart(4, "0"));

function hex(word: number): string {
  return `${DIGITS[word >>> 16]}${DIGITS[word & 0xffff]}`;
}

/** The identity as it is written. */
export function identityText(high: number, low: number): string {
  return `e${hex(high)}${hex(low)}`;
}

/** The word whose eight digits begin at `from`; a third of the time that cutting them out and parsing them takes. */
function word(text: string, from: number): number {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const code = text.charCodeAt(at);
    value = (value << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return value;
}

/** The two words of a written identity; the inverse of {@link identityText}. */
export function parseIdentity(text: string): Identity {
  return { high: word(text, 1), low: word(text, 9) };
}

/** High word of the identity of a source's n-th event; `site` is the source's draw site for `identity`. */
export function rootHigh(site: number, n: number): number {
  return hashWords(site, n | 0, Math.floor(n / 4294967296), 0x3c6ef372, 1);
}

/**
 * Low word of the identity of a source's n-th event. It takes the words in another order than the high one: the hash's state
 * has 32 bits, and a state that both words came from would make the identity unique to 32 bits only.
 */
export function rootLow(site: number, n: number): number {
  return hashWords(n | 0, site, Math.floor(n / 4294967296), 0x1a54ff53, 2);
}

/** High word of the identity of the `copy`-th child that a parent has over an edge (rule E2). */
export function childHigh(high: number, low: number, edgeHash: number, copy: number): number {
  return hashWords(high, low, edgeHash, copy, 3);
}

/** Low word of the identity of the `copy`-th child that a parent has over an edge; in another order, as {@link rootLow}. */
export function childLow(high: number, low: number, edgeHash: number, copy: number): number {
  return hashWords(low, edgeHash, high, copy, 4);
}

/** What the child of an event repeats that is itself a repetition; undefined for one that is not. */
export function childOfRepeated(repeated: Identity | undefined, edgeHash: number, copy: number): Identity | undefined {
  return repeated && { high: childHigh(repeated.high, repeated.low, edgeHash, copy), low: childLow(repeated.high, repeated.low, edgeHash, copy) };
}
