/** An element of an XML document: attributes in their order (what is undefined is left out), and elements or text inside. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly inside: readonly XmlElement[] | string;
}

/** A document with this root, an element a line. Well-formed whatever its values and texts hold; names are ours, never a user's. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, "")}`;
}

function write({ name, attributes, inside }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeAttribute(String(value))}"`]));
  const start = `${indent}<${name}${written.join("")}`;
  if (inside.length === 0) return `${start}/>\n`;
  // Space would count in an element that has text.
  if (typeof inside === "string") return `${start}>${escapeText(inside)}</${name}>\n`;
  return `${start}>\n${inside.map((child) => write(child, `${indent}  `)).join("")}${indent}</${name}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

function escapeText(text: string): string {
  return allowed(text).replaceAll(/[&<>\r]/g, (character) => ENTITIES[character] ?? "");
}

/** A parser would make spaces of tabs and line ends that stand in an attribute as they are. */
function escapeAttribute(text: string): string {
  return allowed(text).replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? "");
}

/** Without what XML 1.0 has no way to write: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
function allowed(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{7E}\u{85}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}
