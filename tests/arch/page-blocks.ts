/** A fenced code block of a page that names the file it belongs into: ```` ```ts design/kinds/queue.ts ````. */
export interface PageBlock {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** The code blocks of a Markdown page that name a file, in order. */
export function blocksOf(page: string): PageBlock[] {
  return [...page.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(([, language = "", file = "", text = ""]) => ({ language, file, text }));
}

/**
 * Applies a diff without line numbers: after each `@@`, lines that stay (` `), go (`-`) and come (`+`). What stays and goes must be
 * in the text exactly once; throws otherwise.
 */
export function applyDiff(text: string, diff: string): string {
  const hunks = diff.split(/^@@\n/m).filter((hunk) => hunk !== "");
  return hunks.reduce((lines, hunk) => applyHunk(lines, hunk.split("\n").slice(0, -1)), text.split("\n")).join("\n");
}

function applyHunk(lines: readonly string[], hunk: readonly string[]): string[] {
  const before = marked(hunk, " -");
  const places = lines.flatMap((_, start) => (before.every((line, index) => lines[start + index] === line) ? [start] : []));
  const [start] = places;
  if (start === undefined || places.length > 1) throw new Error(`Expected once, found ${places.length} times:\n${before.join("\n")}`);
  return lines.toSpliced(start, before.length, ...marked(hunk, " +"));
}

function marked(hunk: readonly string[], marks: string): string[] {
  return hunk.filter((line) => line !== "" && marks.includes(line.charAt(0))).map((line) => line.slice(1));
}
