import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const RENDERER = join(import.meta.dirname, "..");

const sources = readdirSync(RENDERER, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(css|tsx?)$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== join("ui", "tokens.css"))
  .map((name) => ({ name, lines: readFileSync(join(RENDERER, name), "utf8").split("\n") }));

/** `file:line: text` of the lines of style sheets, or of code, that match. */
function linesWith(pattern: RegExp, of: RegExp): string[] {
  return sources
    .filter(({ name }) => of.test(name))
    .flatMap(({ name, lines }) => lines.flatMap((line, index) => (pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])));
}

const STYLES = /\.css$/;
const CODE = /\.tsx?$/;

it("looks at all of the screen", () => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter(({ name }) => STYLES.test(name)).length).toBeGreaterThan(30);
});

it("has no colours beside the tokens", () => {
  expect(linesWith(/#[\da-f]{3,8}\b|\b(rgb|hsl|oklch|lab|lch)a?\(|[:\s](white|black|red|green|blue|gr[ae]y|orange|yellow|purple)\s*[;,)]/i, STYLES)).toEqual([]);
  expect(linesWith(/["'`]#[\da-f]{3,8}["'`]|\b(rgb|hsl)a?\(/i, CODE)).toEqual([]);
});

it("has no sizes of type beside the tokens", () => {
  expect(linesWith(/\bfont(-size)?:[^;]*\d(px|rem|pt)\b/, STYLES)).toEqual([]);
  expect(linesWith(/\bfontSize: ?(["'`]?\d)/, CODE)).toEqual([]);
});

it("has no durations of motion beside the tokens", () => {
  expect(linesWith(/\b(transition|animation)[\w-]*:[^;]*[\s(,]\d*\.?\d+m?s\b/, STYLES)).toEqual([]);
  expect(linesWith(/^\s*\d*\.?\d+m?s\b/, STYLES)).toEqual([]);
});

it("uses no token that there is not", () => {
  const known = new Set([...readFileSync(join(RENDERER, "ui/tokens.css"), "utf8").matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  // What a style sheet or a component sets for what is inside it.
  for (const { lines } of sources) for (const line of lines) for (const [, name] of line.matchAll(/["'`]?(--[\w-]+)["'`]?\]?\s*:/g)) known.add(name);
  const used = sources.flatMap(({ name, lines }) => lines.flatMap((line) => [...line.matchAll(/var\((--[\w-]+)/g)].map(([, token]) => ({ name, token }))));
  expect(used.filter(({ token = "" }) => !known.has(token) && !token.startsWith("--radix-") && !token.endsWith("-"))).toEqual([]);
});
