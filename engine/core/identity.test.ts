import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childHigh, childLow, identityText, parseIdentity, rootHigh, rootLow } from "./identity.ts";
import { drawSite, hashText } from "./random.ts";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

function rootsOf(source: string, count: number): { high: number; low: number }[] {
  const site = drawSite(1, source, "identity");
  return Array.from({ length: count }, (_, n) => ({ high: rootHigh(site, n), low: rootLow(site, n) }));
}

function texts(identities: readonly { high: number; low: number }[]): Set<string> {
  return new Set(identities.map(({ high, low }) => identityText(high, low)));
}

describe("identity", () => {
  it("E1 an id is never all digits and has no colon, and is read back as it was written", () => {
    fc.assert(
      fc.property(word, word, (high, low) => {
        const text = identityText(high, low);
        expect(text).toMatch(/^e[0-9a-f]{16}$/);
        expect(parseIdentity(text)).toEqual({ high, low });
      }),
    );
  });

  it("E1 ids are unique over 100,000 events of each of three sources", () => {
    const roots = ["orders", "returns", "orders2"].flatMap((source) => rootsOf(source, 100_000));
    expect(texts(roots).size).toBe(300_000);
  });

  it("E1 both words of an id count: no 32-bit word alone tells 300,000 children apart, together they do", () => {
    const edge = hashText("e1");
    const children = rootsOf("orders", 300_000).map(({ high, low }) => ({ high: childHigh(high, low, edge, 0), low: childLow(high, low, edge, 0) }));
    expect(texts(children).size).toBe(300_000);
    const highs = new Set(children.map((child) => child.high));
    const lows = new Set(children.map((child) => child.low));
    // Birthdays: 300,000² / 2³³ ≈ 10.5 words are expected to be met twice.
    expect(highs.size).toBeLessThan(300_000);
    expect(lows.size).toBeLessThan(300_000);
  });

  it("E2 a child's id follows from its parent's, the edge and the copy, and from nothing else", () => {
    fc.assert(
      fc.property(word, word, fc.string(), fc.string(), fc.nat(1000), (high, low, edgeA, edgeB, copy) => {
        const child = (edge: string, n: number): string => identityText(childHigh(high, low, hashText(edge), n), childLow(high, low, hashText(edge), n));
        expect(child(edgeA, copy)).toBe(child(edgeA, copy));
        expect(child(edgeA, copy)).not.toBe(child(edgeA, copy + 1));
        if (edgeA !== edgeB) expect(child(edgeA, copy)).not.toBe(child(edgeB, copy));
        expect(child(edgeA, copy)).not.toBe(identityText(high, low));
      }),
    );
  });

  it("E2 ids stay unique over five hops with fan-out", () => {
    let generation = rootsOf("orders", 50);
    const seen = texts(generation);
    const edges = ["a", "b", "c", "d"].map(hashText);
    let count = generation.length;
    for (let hop = 0; hop < 5; hop++) {
      generation = generation.flatMap(({ high, low }) => edges.map((edge) => ({ high: childHigh(high, low, edge, hop % 2), low: childLow(high, low, edge, hop % 2) })));
      count += generation.length;
      for (const text of texts(generation)) seen.add(text);
    }
    expect(seen.size).toBe(count);
  });
});
