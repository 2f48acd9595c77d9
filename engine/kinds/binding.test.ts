import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Binding, ExchangeType } from "../../design/kinds/exchange.ts";
import type { Headers } from "../core/event.ts";
import { compileBinding } from "./binding.ts";

function takes(type: ExchangeType, binding: Partial<Binding>, key: string, headers: Headers = {}): boolean {
  return compileBinding(type, { match: "all", ...binding })(key, headers);
}

/** The definition, word for word, by trying every split: slow, and sure. */
function naive(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === "#") return Array.from({ length: words.length + 1 }, (_, n) => n).some((n) => naive(rest, words.slice(n)));
  return words.length > 0 && (first === "*" || first === words[0]) && naive(rest, words.slice(1));
}
const split = (key: string): string[] => (key === "" ? [] : key.split("."));

describe("X1 direct and fanout", () => {
  it("X1 direct compares the whole key, fanout nothing", () => {
    expect(takes("direct", { bindingKey: "a.b" }, "a.b")).toBe(true);
    expect(takes("direct", { bindingKey: "a.*" }, "a.b")).toBe(false);
    expect(takes("direct", { bindingKey: "" }, "")).toBe(true);
    expect(takes("fanout", { bindingKey: "a" }, "b")).toBe(true);
  });
});

describe("X1 topic", () => {
  // Bindings and keys of the RabbitMQ tutorial "Topics", and of rabbitmq-server's own test for its topic exchange (bindings t1 to t26).
  it.each([
    ["*.orange.*", "quick.orange.rabbit", true],
    ["*.*.rabbit", "quick.orange.rabbit", true],
    ["lazy.#", "lazy.orange.elephant", true],
    ["*.orange.*", "quick.orange.male.rabbit", false],
    ["lazy.#", "lazy.orange.male.rabbit", true],
    ["*.orange.*", "orange", false],
    ["lazy.#", "lazy", true],
    ["a.*.c", "a.b.c", true],
    ["a.#.b", "a.b", true],
    ["a.b.b", "a.b.b", true],
    ["#.b", "b", true],
    ["*.*", "a", false],
    ["#", "", true],
    ["*", "", false],
    ["", "", true],
    ["#.#", "", true],
    ["#.*", "a", true],
    ["*.#", "a.b", true],
    ["*.#", "", false],
    ["#.#.#", "a.b.c", true],
    ["*", ".", false],
    ["*.*", ".", true],
    ["a..b", "a..b", true],
    ["a.*.b", "a..b", true],
    ["a.b*", "a.bc", false],
    ["a.b*", "a.b*", true],
    ["#.*.#", "", false],
    ["*.#.*", "a", false],
  ])("X1 %s and %j: %s", (bindingKey, key, expected) => expect(takes("topic", { bindingKey }, key)).toBe(expected));

  it("X1 says of any binding and key what the definition says", () => {
    const word = fc.constantFrom("a", "b", "", "*", "#");
    const key = fc.array(fc.constantFrom("a", "b", ""), { maxLength: 6 }).map((words) => words.join("."));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }).map((words) => words.join(".")), key, (bindingKey, routingKey) => {
        expect(takes("topic", { bindingKey }, routingKey)).toBe(naive(split(bindingKey), split(routingKey)));
      }),
      { numRuns: 5000 },
    );
  });

  it("X1 does not try every split: 100 # and a long key take no time", () => {
    const bindingKey = `${"#.a.".repeat(60)}b`;
    expect(takes("topic", { bindingKey }, "a.".repeat(120).slice(0, -1))).toBe(false);
  });
});

describe("X1 headers", () => {
  it("X1 all and any, values of one type", () => {
    const headers = { region: "eu", size: 5 };
    expect(takes("headers", { headers, match: "all" }, "", { region: "eu", size: 5, more: true })).toBe(true);
    expect(takes("headers", { headers, match: "all" }, "", { region: "eu" })).toBe(false);
    expect(takes("headers", { headers, match: "any" }, "", { region: "eu" })).toBe(true);
    expect(takes("headers", { headers, match: "any" }, "", { size: "5" })).toBe(false);
    expect(takes("headers", { headers: {}, match: "all" }, "", {})).toBe(true);
    expect(takes("headers", { headers: {}, match: "any" }, "", { a: 1 })).toBe(false);
  });

  it("X1 null asks for the header alone", () => {
    expect(takes("headers", { headers: { region: null } }, "", { region: "us" })).toBe(true);
    expect(takes("headers", { headers: { region: null } }, "", {})).toBe(false);
  });

  it("X1 headers whose names begin with x- count only with -with-x", () => {
    const headers = { "x-a": 1, b: 2 };
    expect(takes("headers", { headers, match: "all" }, "", { b: 2 })).toBe(true);
    expect(takes("headers", { headers, match: "any" }, "", { "x-a": 1 })).toBe(false);
    expect(takes("headers", { headers, match: "all-with-x" }, "", { b: 2 })).toBe(false);
    expect(takes("headers", { headers, match: "any-with-x" }, "", { "x-a": 1 })).toBe(true);
  });

  it("X1 says of any headers what the definition says", () => {
    const value = fc.constantFrom("a", "b", 1, 2, true);
    const some = fc.dictionary(fc.constantFrom("h", "i", "x-j"), value, { noNullPrototype: true });
    fc.assert(
      fc.property(some, some, fc.constantFrom("all", "any", "all-with-x", "any-with-x"), (headers, given, match) => {
        const names = Object.keys(headers).filter((name) => match.includes("with-x") || !name.startsWith("x-"));
        const equal = names.filter((name) => given[name] === headers[name]);
        expect(takes("headers", { headers, match: match as Binding["match"] }, "", given)).toBe(match.startsWith("all") ? equal.length === names.length : equal.length > 0);
      }),
      { numRuns: 2000 },
    );
  });
});
