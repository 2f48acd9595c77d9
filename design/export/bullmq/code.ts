import type { Json } from "../../document/schema.ts";

/** What is longer is broken into lines. */
const LINE = 100;

/** Source text that may stand in a program as it is. Only this file, and what is written in this repository, makes it out of text. */
export class Code {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in a {@link code} template: source as it is, anything else as the literal of its value. */
export type Part = Code | Json | undefined | readonly Code[];

/**
 * Source with values in it. What is no {@link Code} becomes a literal, so that no name, expression or payload of a design can become anything but
 * a value. A list of code is joined line by line.
 */
export function code(strings: TemplateStringsArray, ...parts: readonly Part[]): Code {
  return new Code(strings.reduce((text, string, index) => text + indented(parts[index - 1], text) + string));
}

/** Source that is written in this repository. */
export function source(strings: TemplateStringsArray): Code {
  return new Code(strings.join(""));
}

/** A name that is already an identifier: of this repository, or cleaned by a name scope. Throws on anything else. */
export function identifier(name: string): Code {
  if (!/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is no identifier.`);
  return new Code(name);
}

/** A documentation comment of one paragraph for each text; nothing in them can end it. */
export function comment(...paragraphs: readonly string[]): Code {
  const lines = paragraphs.map((text) => plain(text));
  const [only] = lines;
  return new Code(lines.length === 1 ? `/** ${only} */` : ["/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n"));
}

/** A comment of one line. */
export function remark(text: string): Code {
  return new Code(`// ${plain(text)}`);
}

/** Code one after the other with `separator` between. */
export function joined(all: readonly Code[], separator = "\n"): Code {
  return new Code(all.map(({ text }) => text).join(separator));
}

/** Properties as an object, in one line where they fit there. */
export function object(properties: readonly Code[]): Code {
  return new Code(bracketed("{", properties.map(({ text }) => text), "}", " "));
}

/** Elements as an array, in one line where they fit there. */
export function array(elements: readonly Code[]): Code {
  return new Code(bracketed("[", elements.map(({ text }) => text), "]", ""));
}

/** The name of a property, in quotes where it needs them. */
export function property(name: string): Code {
  return new Code(keyOf(name));
}

function bracketed(open: string, parts: readonly string[], close: string, space: string): string {
  if (parts.length === 0) return open + close;
  const short = `${open}${space}${parts.join(", ")}${space}${close}`;
  if (short.length <= LINE && !short.includes("\n")) return short;
  return [open, ...parts.map((text) => `  ${text.replaceAll("\n", "\n  ")},`), close].join("\n");
}

/** A value as TypeScript writes it, short ones in one line. */
export function literal(value: Json | undefined): string {
  if (value === undefined) return "undefined";
  if (typeof value === "string") return JSON.stringify(value).replaceAll(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return bracketed("[", value.map(literal), "]", "");
  const properties = Object.entries(value).filter(([, item]) => item !== undefined);
  return bracketed("{", properties.map(([name, item]) => `${keyOf(name)}: ${literal(item)}`), "}", " ");
}

/** `__proto__: x` in an object literal would set its prototype. */
function keyOf(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : literal(name);
}

function indented(part: Part, before: string): string {
  const indent = /(?:^|\n)( *)[^\n]*$/.exec(before)?.[1] ?? "";
  if (part instanceof Code) return part.text.replaceAll("\n", `\n${indent}`);
  if (isCodeList(part)) return part.map(({ text }) => text.replaceAll("\n", `\n${indent}`)).join(`\n${indent}`);
  return literal(part as Json | undefined).replaceAll("\n", `\n${indent}`);
}

function isCodeList(part: Part): part is readonly Code[] {
  return Array.isArray(part) && part.length > 0 && part.every((item) => item instanceof Code);
}

function plain(text: string): string {
  return text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").replaceAll("*/", "* /").trim();
}
