/** An element of an SVG: attributes that are undefined are left out, text is escaped where it is written. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (Element | string)[];
}

/** An element with its children. */
export function element(tag: string, attributes: Element["attributes"] = {}, ...children: Element["children"]): Element {
  return { tag, attributes, children };
}

/** The document of an element: nothing in a text can become markup, and no character in it is one that XML forbids. */
export function toXml({ tag, attributes, children }: Element): string {
  const written = Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escape(typeof value === "number" ? rounded(value) : value)}"`]));
  const head = `<${tag}${written.join("")}`;
  if (children.length === 0) return `${head}/>`;
  const isText = children.every((child) => typeof child === "string");
  const inner = children.map((child) => (typeof child === "string" ? escape(child) : toXml(child)));
  return isText ? `${head}>${inner.join("")}</${tag}>` : `${head}>\n${inner.join("\n")}\n</${tag}>`;
}

/** Two digits behind the point are finer than any screen. */
function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, " ")
    .replaceAll(/[&<>"']/g, (character) => ESCAPED[character] ?? "");
}
