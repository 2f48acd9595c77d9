import type { Json } from "../document/schema.ts";
import { recordIn, textIn, valueIn } from "./values.ts";

/** The longest chain of references that is followed. */
const LONGEST_CHAIN = 20;

/** A value where references have led to it. */
export interface Resolved {
  readonly value: Json | undefined;
  /** JSON pointer to where it stands. */
  readonly place: string;
}

/** Follows references within one document (`{ "$ref": "#/components/messages/order" }`); those to other files are told, never fetched. */
export class References {
  constructor(
    private readonly document: unknown,
    private readonly unresolved: (place: string, reference: string) => void,
  ) {}

  /** What stands at a place once its references are followed; undefined where one leads nowhere. */
  resolve(value: Json | undefined, place: string): Resolved {
    let [current, at] = [value, place];
    for (let turn = 0; turn < LONGEST_CHAIN; turn++) {
      const reference = textIn(current, "$ref");
      if (reference === undefined) return { value: current, place: at };
      if (!reference.startsWith("#/")) break;
      const found = this.at(reference);
      if (found === undefined) break;
      [current, at] = [found, reference.slice(1)];
    }
    this.unresolved(place, textIn(current, "$ref") ?? "");
    return { value: undefined, place };
  }

  /** What a local reference leads to. */
  at(reference: string): Json | undefined {
    let current: unknown = this.document;
    for (const step of stepsOf(reference)) {
      current = Array.isArray(current) ? (current as readonly unknown[])[Number(step)] : valueIn(recordIn(current), step);
      if (current === undefined) return undefined;
    }
    return current as Json;
  }
}

/** The names that a local reference is made of. */
export function stepsOf(reference: string): string[] {
  return reference
    .replace(/^#?\//, "")
    .split("/")
    .map((step) => decoded(step).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
