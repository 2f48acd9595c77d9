import { ALL_RUNS } from "../keys.ts";
import { type Reads, textsIn, numberIn } from "./reads.ts";

/** A queue's place in Redis. */
export interface QueuePlace {
  readonly prefix: string;
  readonly name: string;
}

export interface ScanOptions {
  readonly prefix: string;
  /** The most keys to look at, queues to take, and time to take, in ms. */
  readonly limits: { readonly keys: number; readonly queues: number; readonly ms: number };
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { keys: number; ofKeys: number; queues: number }) => void;
}

export interface Scanned {
  readonly queues: readonly QueuePlace[];
  /** What may be queues under other prefixes: the first few of each, because not every such hash is a queue's, of some prefixes. */
  readonly others: readonly QueuePlace[];
  /** Why it did not see everything, in sentences. */
  readonly limits: readonly string[];
}

/** Keys for each step: a step blocks the server for well under a millisecond. */
const STEP = 500;
const META = ":meta";
const MOST_OTHERS = 50;
const MOST_OF_EACH = 5;

/**
 * Finds BullMQ queues by the hash that each has, `<prefix>:<name>:meta`. Goes through the keys in steps (SCAN), so that the server
 * serves others in between; a queue's name has no colon, its prefix may.
 */
export async function scanQueues(reads: Reads, { prefix, limits, now, signal, onProgress }: ScanOptions): Promise<Scanned> {
  const ofKeys = numberIn(await reads.one("dbsize"));
  const [found, others] = [new Map<string, QueuePlace>(), new Map<string, QueuePlace[]>()];
  const said: string[] = [];
  const begunAt = now();
  let [cursor, keys] = ["0", 0];
  do {
    signal.throwIfAborted();
    const reply = await reads.one("scan", cursor, "MATCH", `*${META}`, "COUNT", STEP, "TYPE", "hash");
    const [next, page] = Array.isArray(reply) ? (reply as unknown[]) : ["0", []];
    cursor = String(next);
    keys += STEP;
    for (const key of textsIn(page)) {
      const place = key === null ? null : placeOf(key);
      if (place && place.prefix === prefix) found.set(key ?? "", place);
      else if (place && !place.prefix.startsWith(ALL_RUNS)) note(place, others);
    }
    onProgress({ keys: Math.min(keys, ofKeys), ofKeys, queues: found.size });
    if (cursor === "0") break;
    if (keys >= limits.keys) said.push(`Only the first ${limits.keys.toLocaleString("en")} keys of about ${ofKeys.toLocaleString("en")} were looked at.`);
    else if (now() - begunAt >= limits.ms) said.push(`After ${Math.round(limits.ms / 1000)} s about ${keys.toLocaleString("en")} keys of ${ofKeys.toLocaleString("en")} had been looked at.`);
  } while (said.length === 0);
  const places = [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (places.length > limits.queues) said.push(`Only ${limits.queues} of ${places.length} queues were taken.`);
  return { queues: places.slice(0, limits.queues), others: [...others.values()].flat(), limits: said };
}

/** Notes what may be a queue under another prefix, while there are not too many. */
function note(place: QueuePlace, others: Map<string, QueuePlace[]>): void {
  const known = others.get(place.prefix);
  if (known && known.length < MOST_OF_EACH) known.push(place);
  else if (!known && others.size < MOST_OTHERS) others.set(place.prefix, [place]);
}

/** `bull:orders:meta`; null for what cannot be a queue's. */
function placeOf(key: string): QueuePlace | null {
  const base = key.slice(0, -META.length);
  const colon = base.lastIndexOf(":");
  return colon <= 0 || colon === base.length - 1 ? null : { prefix: base.slice(0, colon), name: base.slice(colon + 1) };
}
