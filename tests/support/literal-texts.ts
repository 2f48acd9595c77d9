import { parseSync } from "rolldown/experimental";

/** Attributes that people read, or hear from a screen reader. */
const READ = new Set(["title", "aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "alt", "label", "description", "tip", "heading", "hint", "help", "note", "nothing", "empty", "question", "summary", "short"]);

/** What is the same in every language. */
const NAMES = new Set(["Spillway"]);

interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Texts that are written in a component: between its tags, and in attributes that are read. Those of a catalogue are names, not texts. */
export function literalTexts(file: string, source: string): readonly string[] {
  const { program, errors } = parseSync(file, source, { lang: "tsx" });
  if (errors.length > 0) throw new Error(`${file} cannot be read.`);
  const found: string[] = [];

  function note(text: string): void {
    const words = text.trim().replaceAll(/\s+/g, " ");
    if (/\p{L}{2}/u.test(words) && !NAMES.has(words)) found.push(words);
  }

  /** The texts that an expression can come to; what it is compared with or calls is none. */
  function texts(node: Node): void {
    switch (node.type) {
      case "Literal":
        if (typeof node.value === "string") note(node.value);
        return;
      case "TemplateLiteral":
        return note((node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join(" "));
      case "ConditionalExpression":
        texts(node.consequent as Node);
        return texts(node.alternate as Node);
      case "LogicalExpression":
        texts(node.left as Node);
        return texts(node.right as Node);
      case "JSXExpressionContainer":
      case "ParenthesizedExpression":
        return texts(node.expression as Node);
    }
  }

  function walk(value: unknown): void {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    if (node.type === "JSXText") note(String(node.value));
    if (node.type === "JSXAttribute" && READ.has(String((node.name as Node).name)) && node.value !== null) texts(node.value as Node);
    if (node.type === "JSXElement" || node.type === "JSXFragment") for (const child of node.children as Node[]) if (child.type === "JSXExpressionContainer") texts(child);
    for (const part of Object.values(node)) walk(part);
  }

  walk(program.body);
  return found;
}
