import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { expect, it } from "vitest";
import { literalTexts } from "../../tests/support/literal-texts.ts";
import { NOT_YET } from "./not-yet.ts";

const RENDERER = join(import.meta.dirname, "..");

const counts = new Map(
  readdirSync(RENDERER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"))
    .map((name): [string, readonly string[]] => [name.replaceAll(sep, "/"), literalTexts(name, readFileSync(join(RENDERER, name), "utf8"))])
    .filter(([, texts]) => texts.length > 0),
);

it("finds texts between tags and in what is read aloud, and no names, classes or comparisons", () => {
  const source = `
    const a = <p className="dialog note" title="What it does" aria-label={on ? "Hide it" : words.show}>Two words {count === 1 ? "node" : "nodes"} {x === "state" && <b />} {words.rest}</p>;
    const b = <Tip text={words.tip} key="some key" placeholder={\`Search \${n} nodes\`}>Spillway</Tip>;`;
  expect(literalTexts("a.tsx", source).toSorted()).toEqual(["Hide it", "Search nodes", "Two words", "What it does", "node", "nodes"]);
});

it("looks at all components", () => {
  expect(readdirSync(RENDERER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx")).length).toBeGreaterThan(150);
});

it("has no text in a component that the catalogue does not have, but for a list that only gets shorter", () => {
  const more = [...counts].filter(([name, texts]) => texts.length > (NOT_YET[name] ?? 0));
  expect(more, "Put these texts into renderer/words").toEqual([]);
  const fewer = Object.entries(NOT_YET).filter(([name, allowed]) => (counts.get(name)?.length ?? 0) < allowed);
  expect(fewer, "Well done: take these down in renderer/words/not-yet.ts").toEqual([]);
});
