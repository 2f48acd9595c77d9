import type { Design } from "../document/schema.ts";

/** Something in what was read that the design does not say, or says otherwise. */
export interface ImportNote {
  /** Where: a JSON pointer into the document (`/channels/orders/bindings/amqp`), or a line for text. */
  readonly place: string;
  /** What stands there and was not understood, or is said otherwise, and why. */
  readonly what: string;
  /** What was done in its stead, or what to do. */
  readonly instead: string;
}

/** A design read from another tool's document. A source leaves its nodes where they are: `importText` lays them out so that cards do not overlap. */
export interface ImportResult {
  readonly design: Design;
  readonly notes: readonly ImportNote[];
}

/** One format that designs are imported from. Pure: the same text gives the same design, ids included. */
export interface ImportSource {
  readonly title: string;
  /** One line that says what is read from it. */
  readonly summary: string;
  /** How its files end, with the dot. */
  readonly extensions: readonly string[];
  /** Whether a parsed document (JSON or YAML) is of this format; looks at what marks it and no further. */
  recognises(document: unknown): boolean;
  /** Reads it. `name` is the design's name where the document has none. Throws an AppError `import-refused` that names the place where it cannot go on. */
  read(document: unknown, name: string): ImportResult;
}
