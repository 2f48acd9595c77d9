import type { KindType } from "../kinds/registry.ts";
import type { DesignNode } from "./schema.ts";

/** The name a node goes by on the screen and in messages: its own, or its id where it has none. */
export function displayName(node: Pick<DesignNode, "id" | "name">): string {
  const name = node.name?.trim() ?? "";
  return name === "" ? node.id : name;
}

/** A kind as a common noun in a sentence: `deadLetter` gives "dead letter". Works for unknown kinds too. */
export function nounOf(kind: KindType | (string & {})): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A noun with its indefinite article. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
