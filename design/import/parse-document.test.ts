import { describe, expect, it } from "vitest";
import { parseDocument } from "./parse-document.ts";

const bomb = (levels: number, each: number): string =>
  [`a0: &a0 [x, x, x, x, x, x, x, x, x, x]`, ...Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: each }, () => `*a${n}`).join(", ")}]`)].join("\n");

describe("parsing what is imported", () => {
  it("reads JSON and YAML, whatever the file is called, with aliases and merges", () => {
    expect(parseDocument('{"a": [1, null]}', "x.yaml")).toEqual({ a: [1, null] });
    expect(parseDocument("\uFEFF {a: b}", "x.yml")).toEqual({ a: "b" });
    expect(parseDocument("base: &b {x: 1}\nown: {<<: *b, y: 2}\n200: no\nday: 2024-01-01", "paste")).toEqual({ base: { x: 1 }, own: { x: 1, y: 2 }, 200: "no", day: "2024-01-01" });
    expect(parseDocument("%YAML 1.1\n---\na: !!python/object:os.system {b: c}\n", "x.yaml")).toEqual({ a: { b: "c" } });
  });

  it.each([
    ["JSON with a comma too many", '{"a": 1,}', "x.json", /^x\.json is no JSON that can be read: line 1, column 9: a comma stands before \}/],
    ["a broken paste", '{"a": ', "paste", /no JSON.*ends too early/],
    ["YAML with a wrong indent", "a:\n  b: 1\n c: 2\n", "x.yaml", /^x\.yaml is no YAML that can be read: line 3, column \d+: /],
    ["a key twice", "a: 1\na: 2\n", "x.yaml", /line 2, column 1: Map keys must be unique/],
    ["two documents", "a: 1\n---\nb: 2\n", "x.yaml", /line 2, column 1: a second document begins here/],
    ["an anchor that there is not", "a: *nowhere\n", "x.yaml", /line 1, column 4: .*anchor/],
    ["a list within itself", "a: &a [*a]\n", "x.yaml", /aliases|deep/],
    ["an alias bomb", bomb(9, 10), "x.yaml", /aliases/],
    ["a quieter alias bomb", bomb(5, 10), "x.yaml", /aliases|values/],
    ["a number that JSON has not", "a: [.inf]\n", "x.yaml", /\/a\/0 is no number that JSON has/],
    ["a prototype", "a: {__proto__: {b: 1}}\n", "x.yaml", /__proto__/],
    ["a prototype in JSON", '{"__proto__": {}}', "x.json", /__proto__/],
    ["lists too deep", "[".repeat(200) + "]".repeat(200), "x.yaml", /deep/],
    ["lists far too deep", "- ".repeat(100_000), "x.yaml", /deep/],
    ["too much of it", `a: ${"x".repeat(5_000_001)}`, "x.yaml", /too large to import: 6 million characters, of at most 5/],
  ])("refuses %s, and says where", (_what, text, file, message) => {
    expect(() => parseDocument(text, file)).toThrow(expect.objectContaining({ code: "import-refused", message: expect.stringMatching(message) }));
  });
});
