import { describe, expect, it } from "vitest";
import { parseDuration, parseNumber, parseShare, stepped } from "./parse-number.ts";

describe("typed numbers", () => {
  it("takes thousands and refuses what could be meant in two ways", () => {
    expect(parseNumber("1,284")).toEqual({ value: 1284 });
    expect(parseNumber(" 12 000 ")).toEqual({ value: 12_000 });
    expect(parseNumber("1e3")).toEqual({ value: 1000 });
    expect(parseNumber("")).toEqual({ value: undefined });
    expect(parseNumber("1,5")).toHaveProperty("error");
    expect(parseNumber("ten")).toHaveProperty("error");
    expect(parseNumber("Infinity")).toHaveProperty("error");
  });

  it("takes shares in per cent without noise", () => {
    expect(parseShare("7")).toEqual({ value: 0.07 });
    expect(parseShare("0.1 %")).toEqual({ value: 0.001 });
  });

  it("takes a unit with a duration", () => {
    expect(parseDuration("30", "s")).toEqual({ value: 30_000 });
    expect(parseDuration("250ms", "s")).toEqual({ value: 250 });
    expect(parseDuration("1.5 h", "ms")).toEqual({ value: 5_400_000 });
    expect(parseDuration("3 weeks", "s")).toHaveProperty("error");
  });

  it("steps within the range", () => {
    const range = { integer: true, min: 1, max: 12, large: false };
    expect(stepped(3, 1, range)).toBe(4);
    expect(stepped(1, -1, range)).toBe(1);
    expect(stepped(3, 1, { ...range, large: true })).toBe(12);
    expect(stepped(0.5, 1, { integer: false, min: 0, max: 10, large: false })).toBeGreaterThan(0.5);
  });
});
