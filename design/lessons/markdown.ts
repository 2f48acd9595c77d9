/** A run of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: "plain" | "bold" | "code";
}

/** A paragraph, or a list of items. */
export type Block = { readonly type: "paragraph"; readonly spans: readonly Span[] } | { readonly type: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] };

const BULLET = /^\s*[-*]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;

/** A small subset of Markdown: paragraphs, lists with `-` or `1.`, `**bold**` and `` `code` ``. Everything else, HTML too, is text as it is written. */
export function parseMarkdown(text: string): Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .flatMap((part) => blocksOf(part.split("\n").filter((line) => line.trim() !== "")));
}

/** Lines that follow each other: a list may begin right after a paragraph. */
function blocksOf(lines: readonly string[]): Block[] {
  const groups: { marker: RegExp | null; texts: string[] }[] = [];
  for (const line of lines) {
    const marker = [BULLET, NUMBER].find((each) => each.test(line)) ?? null;
    const last = groups.at(-1);
    if (marker === null && last) last.texts.push(`${last.texts.pop() ?? ""} ${line.trim()}`);
    else if (last && last.marker === marker) last.texts.push(line.replace(marker ?? "", ""));
    else groups.push({ marker, texts: [marker ? line.replace(marker, "") : line.trim()] });
  }
  return groups.map(({ marker, texts }): Block => (marker === null ? { type: "paragraph", spans: spansOf(texts.join(" ")) } : { type: "list", ordered: marker === NUMBER, items: texts.map(spansOf) }));
}

function spansOf(text: string): Span[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((part) => part !== "")
    .map((part): Span => {
      if (part.length > 4 && part.startsWith("**") && part.endsWith("**")) return { text: part.slice(2, -2), style: "bold" };
      if (part.length > 2 && part.startsWith("`") && part.endsWith("`")) return { text: part.slice(1, -1), style: "code" };
      return { text: part, style: "plain" };
    });
}
