import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatExactCount,
  formatMemory,
  formatNumber,
  formatRate,
  formatShare,
  formatSpeed,
  formatTime,
  NO_NUMBER,
} from "./numbers.ts";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [37, "37"],
    [1284, "1,284"],
    [49_446, "49,446"],
    [999_999, "999,999"],
    [1_284_000, "1.28 M"],
    [2_500_000_000, "2.50 G"],
    [NaN, NO_NUMBER],
  ])("writes the count %s as %s", (value, text) => expect(formatCount(value)).toBe(text));

  it("writes exact counts to the last event", () => expect(formatExactCount(1_284_007)).toBe("1,284,007"));

  it.each([
    [0, "0/s"],
    [0.01, "0/s"],
    [4.2, "4.2/s"],
    [9.96, "10/s"],
    [412.4, "412/s"],
    [12_345, "12,345/s"],
    [120_000, "120 k/s"],
    [1_500_000, "1.50 M/s"],
    [Infinity, NO_NUMBER],
  ])("writes the rate %s as %s", (value, text) => expect(formatRate(value)).toBe(text));

  it.each([
    [0, "0 ms"],
    [0.42, "0.42 ms"],
    [0.998, "1.0 ms"],
    [4.21, "4.2 ms"],
    [9.97, "10 ms"],
    [38.4, "38 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [1240, "1.24 s"],
    [45_000, "45.0 s"],
    [150_000, "2.5 min"],
    [7_200_000, "2.0 h"],
    [NaN, NO_NUMBER],
  ])("writes the time %s ms as %s", (value, text) => expect(formatTime(value)).toBe(text));

  it.each([
    [0, "0 %"],
    [0.00001, "<0.01 %"],
    [0.0008, "0.08 %"],
    [0.0451, "4.5 %"],
    [0.824, "82 %"],
    [1, "100 %"],
  ])("writes the share %s as %s", (value, text) => expect(formatShare(value)).toBe(text));

  it.each([
    [0.421, "0.42"],
    [42.13, "42.1"],
    [1284.4, "1,284"],
    [3, "3"],
  ])("writes %s as %s", (value, text) => expect(formatNumber(value)).toBe(text));

  it("writes speeds and memory", () => {
    expect([0.1, 0.25, 1, 10].map(formatSpeed)).toEqual(["0.1×", "0.25×", "1×", "10×"]);
    expect([84, 1536].map(formatMemory)).toEqual(["84 MB", "1.5 GB"]);
  });
});
