import { Call, identifier, isIdentifier, Reference, Template, type HclBlock, type HclObject, type HclValue } from "./hcl.ts";

/** Lists are written in one line up to this many characters. */
const LONGEST_LINE = 100;
/** Words that mean something else at the start of an object or as a value: as keys they are quoted. */
const KEYWORDS = new Set(["true", "false", "null", "for", "if", "in"]);

/** Blocks as a file, laid out as `terraform fmt` does. */
export function writeHcl(blocks: readonly HclBlock[]): string {
  return blocks.map((each) => `${writeBlock(each, "")}\n`).join("\n");
}

function writeBlock({ type, labels, attributes, blocks }: HclBlock, indent: string): string {
  const inner = `${indent}  `;
  const own = writeEntries(attributes, inner, identifier);
  const nested = blocks.map((each) => writeBlock(each, inner));
  const head = [type, ...labels.map(quoted)].join(" ");
  const parts = [...(own.length > 0 ? [own.join("\n")] : []), ...nested];
  return parts.length === 0 ? `${indent}${head} {}` : `${indent}${head} {\n${parts.join("\n\n")}\n${indent}}`;
}

/** One entry a line; the equals signs of neighbours that take one line each stand below each other. */
function writeEntries(entries: HclObject, indent: string, keyOf: (key: string) => string): string[] {
  const lines = Object.entries(entries)
    .filter((entry): entry is [string, HclValue] => entry[1] !== undefined)
    .map(([key, value]) => ({ key: keyOf(key), text: writeValue(value, indent) }));
  const widths = widthsOf(lines);
  return lines.map(({ key, text }, index) => `${indent}${key.padEnd(widths[index] ?? 0)} = ${text}`);
}

/** For each entry, how wide its key is written. */
function widthsOf(lines: readonly { readonly key: string; readonly text: string }[]): number[] {
  const widths: number[] = [];
  let from = 0;
  const close = (to: number): void => {
    const widest = Math.max(0, ...lines.slice(from, to).map(({ key }) => key.length));
    while (widths.length < to) widths.push(widest);
  };
  for (const [index, { key, text }] of lines.entries()) {
    if (!text.includes("\n")) continue;
    close(index);
    widths.push(key.length);
    from = index + 1;
  }
  close(lines.length);
  return widths;
}

function writeValue(value: HclValue, indent: string): string {
  if (value === null) return "null";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return writeNumber(value);
  if (value instanceof Reference) return traversal(value);
  if (value instanceof Template) return `"${value.parts.map((part) => (typeof part === "string" ? escaped(part) : `\${${traversal(part)}}`)).join("")}"`;
  if (value instanceof Call) return `${value.name}(${value.args.map((argument) => writeValue(argument, indent)).join(", ")})`;
  return isList(value) ? writeList(value, indent) : writeObject(value, indent);
}

function isList(value: HclObject | readonly HclValue[]): value is readonly HclValue[] {
  return Array.isArray(value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is no HCL number.`);
  return String(value);
}

function writeList(items: readonly HclValue[], indent: string): string {
  const line = `[${items.map((item) => writeValue(item, indent)).join(", ")}]`;
  if (!line.includes("\n") && line.length <= LONGEST_LINE) return line;
  const inner = `${indent}  `;
  return `[\n${items.map((item) => `${inner}${writeValue(item, inner)},\n`).join("")}${indent}]`;
}

function writeObject(entries: HclObject, indent: string): string {
  const lines = writeEntries(entries, `${indent}  `, (key) => (isIdentifier(key) && !KEYWORDS.has(key) ? key : quoted(key)));
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function traversal({ path }: Reference): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** A text as it stands in quotes: quotes, backslashes, line breaks, control characters and the beginnings of expressions are taken literally. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/["\\]/g, (character) => `\\${character}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => escapedCode(character))
    .replaceAll(/([$%])\{/g, "$1$1{");
}

function escapedCode(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
