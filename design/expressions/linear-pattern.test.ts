import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLinearPattern } from "./linear-pattern.ts";

const literal = fc.constantFrom("a", "b", "c", ".", "\\d", "\\w", "\\.", "[ab]", "[^a]", "[a-c\\d]", "^", "$", "\\b");
const quantifier = fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?");
const pattern = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    literal,
    fc.tuple(fc.constantFrom("a", "b", "[ab]", "\\d", "."), quantifier).map(([atom, times]) => atom + times),
    fc.tuple(tie("expression"), tie("expression")).map(([left, right]) => left + right),
    fc.tuple(tie("expression"), tie("expression")).map(([left, right]) => `(${left}|${right})`),
    fc.tuple(tie("expression"), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
  ),
})).expression;

describe("linear patterns", () => {
  it("agree with the host language's own expressions", () => {
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom("a", "b", "c", "1", ".", " ", "é"), maxLength: 12 }), (source, text) => {
        expect(compileLinearPattern(source)(text)).toBe(new RegExp(source, "u").test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["(", ")", "[a", "a**", "*a", "(?=a)", "(?<name>a)", "(a)\\1", "\\", "\\q", "a{2,1}", "(?:a{1000}){1000}", "(".repeat(200), "[z-a]"])("%s is refused", (source) => {
    expect(() => compileLinearPattern(source)).toThrow(Error);
  });

  it("take linear time where backtracking takes for ever", () => {
    expect(compileLinearPattern("(x+x+)+y")("x".repeat(20_000))).toBe(false);
    expect(compileLinearPattern("(a|a)*b")("a".repeat(20_000))).toBe(false);
  });
});
