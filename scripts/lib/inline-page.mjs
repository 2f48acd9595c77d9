import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SCRIPT = /<script type="module"[^>]* src="\.\/([^"]+)"><\/script>\s*/;
const STYLE = /<link rel="stylesheet"[^>]* href="\.\/([^"]+)">\s*/;

/**
 * Puts a built page's one script and one style sheet into the page, which then needs nothing beside it and, by its own
 * policy, connects to nothing and runs nothing else. Throws where the page has more than these.
 */
export function inlinePage(folder, from, to) {
  const page = readFileSync(join(folder, from), "utf8");
  const script = withoutEndTags(partOf(folder, page, SCRIPT));
  const style = partOf(folder, page, STYLE);
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n    <style>${style}</style>\n  </head>`;
  const inlined = page
    .replace(SCRIPT, "")
    .replace(STYLE, "")
    .replace("</head>", () => head)
    .replace("</body>", () => `  <script type="module">${script}</script>\n  </body>`);
  if (/\s(?:src|href)="(?!data:)/.test(inlined.replace(script, "").replace(style, ""))) throw new Error(`${from} still refers to another file.`);
  for (const built of readdirSync(folder)) rmSync(join(folder, built), { recursive: true });
  writeFileSync(join(folder, to), inlined);
}

function partOf(folder, page, pattern) {
  const found = pattern.exec(page);
  if (!found) throw new Error(`The page has no ${pattern}.`);
  return readFileSync(join(folder, found[1]), "utf8").trim();
}

/** A script in a page ends at the first end tag, be it in a string; escaped it is the same string. */
function withoutEndTags(script) {
  return script.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
