import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { colours, PICTURE_THEMES } from "../../design/picture/colours.ts";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

function tokensOf(theme: string): Map<string, string> {
  const block = css.slice(css.indexOf(`:root[data-theme="${theme}"]`)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g)].map(([, name = "", value = ""]) => [name, value]));
}

const CATEGORIES = ["sources", "channels", "processing", "state", "outputs", "operations"];
const SURFACES = ["surface", "surface-raised", "surface-hover", "inset", "canvas"];
const TEXTS = ["text", "text-muted", "text-faint", "accent-text"];
const STATUS = ["ok", "warn", "bad"];

describe.each(["dark", "light"])("contrast of the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  function between(front: string, back: string): number {
    return contrastOf(tokens.get(front) ?? front, tokens.get(back) ?? back);
  }

  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))("%s can be read on %s", (text, surface) => {
    expect(between(text, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(STATUS.flatMap((status) => [["surface", status], ["surface-raised", status], [`${status}-soft`, status]] as const))("on %s, %s can be read", (surface, status) => {
    expect(between(status, surface)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(CATEGORIES)("the icon of %s can be made out on its tile", (category) => {
    expect(between(category, `${category}-soft`)).toBeGreaterThanOrEqual(3);
    expect(between(category, "surface-raised")).toBeGreaterThanOrEqual(3);
  });

  it.each(["focus", "control-border", "accent", "edge-strong", "dot", "dot-failed"])("%s can be made out", (token) => {
    expect(between(token, "surface")).toBeGreaterThanOrEqual(3);
    expect(between(token, "canvas")).toBeGreaterThanOrEqual(3);
  });

  it("the main button's text can be read", () => {
    expect(between("on-accent", "accent-fill")).toBeGreaterThanOrEqual(4.5);
    expect(between("on-accent", "accent-fill-hover")).toBeGreaterThanOrEqual(4.5);
  });
});

it.each(PICTURE_THEMES)("exported pictures have the screen's colours in the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  const { categories, ...plain } = colours[theme];
  const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  for (const [name, colour] of Object.entries(plain)) expect([name, colour]).toEqual([name, tokens.get(kebab(name))]);
  for (const [name, pair] of Object.entries(categories)) expect([name, ...pair]).toEqual([name, tokens.get(name), tokens.get(`${name}-soft`)]);
});

/** Contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance). */
function contrastOf(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
