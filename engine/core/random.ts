/**
 * Stateless randomness (rule E5). Every draw is a pure function of what it is for, never of what was drawn before, so
 * the order in which events happen to be executed cannot change it.
 *
 * The mixing is MurmurHash3's (Austin Appleby, public domain), fed 32-bit words.
 */

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const N = 0xe6546b64;

function mixWord(hash: number, word: number): number {
  const k = Math.imul(word, C1);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), C2);
  return (Math.imul((h << 13) | (h >>> 19), 5) + N) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit hash of a text, for node ids, edge ids and purposes; computed once per run, not per event. */
export function hashText(text: string): number {
  let hash = 0x9747b28c;
  for (let i = 0; i < text.length; i++) hash = mixWord(hash, text.charCodeAt(i));
  return finish(hash ^ text.length);
}

/**
 * A 32-bit hash of five words: {@link mixWord} of each, then {@link finish}, written out. Every event is hashed several times,
 * and calls inside calls are more than the compiler is willing to inline: they would take three quarters of the time.
 */
export function hashWords(a: number, b: number, c: number, d: number, e: number): number {
  let k = Math.imul(a, C1);
  let h = 0x2f6e2b1 ^ Math.imul((k << 15) | (k >>> 17), C2);
  h = (Math.imul((h << 13) | (h >>> 19), 5) + N) | 0;
  k = Math.imul(b, C1);
  h ^= Math.imul((k << 15) | (k >>> 17), C2);
  h = (Math.imul((h << 13) | (h >>> 19), 5) + N) | 0;
  k = Math.imul(c, C1);
  h ^= Math.imul((k << 15) | (k >>> 17), C2);
  h = (Math.imul((h << 13) | (h >>> 19), 5) + N) | 0;
  k = Math.imul(d, C1);
  h ^= Math.imul((k << 15) | (k >>> 17), C2);
  h = (Math.imul((h << 13) | (h >>> 19), 5) + N) | 0;
  k = Math.imul(e, C1);
  h ^= Math.imul((k << 15) | (k >>> 17), C2);
  h = ((Math.imul((h << 13) | (h >>> 19), 5) + N) | 0) ^ 20;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * A number in the open interval (0, 1), uniform on a grid of 2⁻³².
 * `site` is the hash of seed, node and purpose; `high` and `low` are the event's identity.
 */
export function uniform(site: number, high: number, low: number, attempt: number): number {
  return ((hashWords(site, high, low, attempt, 0x5bd1e995) >>> 0) + 0.5) / 4294967296;
}

/** The hash of seed, node and purpose that {@link uniform} takes; computed once per run and node. */
export function drawSite(seed: number, node: string, purpose: string): number {
  return hashWords(seed | 0, Math.floor(seed / 4294967296) | 0, hashText(node), hashText(purpose), 0x27d4eb2f);
}
