import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "../../design/errors.ts";
import { refuseUnknownArguments } from "./arguments.ts";
import { parseDuration } from "./duration.ts";
import { parseEachStandsFor } from "./execution-options.ts";
import { parseDecimal, parseWhole } from "./numbers.ts";

test("F6 how many events each one stands for is a whole number, or found out", () => {
  expect([undefined, "auto", "1", "1000"].map(parseEachStandsFor)).toEqual([undefined, "auto", 1, 1000]);
  for (const text of ["0", "1.5", "all", ""]) expect(() => parseEachStandsFor(text)).toThrow("--each-stands-for takes a whole number");
});

describe("a duration", () => {
  test.each([
    ["500ms", 500],
    ["20s", 20_000],
    ["1.5s", 1500],
    ["10m", 600_000],
    ["10min", 600_000],
    ["1h", 3_600_000],
    ["20", 20_000],
    [" 3 s ", 3000],
    ["0.25h", 900_000],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text, "--for")).toBe(ms);
  });

  test.each(["", "s", "-5s", "5 days", "1e3", "NaN", "Infinity", "20s5", "1h30m", "٣s", "0x10", "9999999h"])("%j is none, and the message says what is", (text) => {
    expect(() => parseDuration(text, "--for")).toThrow(expect.objectContaining({ code: "wrong-use", message: expect.stringContaining("--for") }));
  });

  test("of 0 is refused, but not for a drain", () => {
    expect(() => parseDuration("0", "--for")).toThrow("longer than 0");
    expect(parseDuration("0s", "--drain", "zero")).toBe(0);
  });

  test("is a positive number of ms or wrong use, whatever is given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{0,12}(ms|s|m|h)?$/)), (text) => {
        try {
          expect(parseDuration(text, "--for")).toBeGreaterThan(0);
        } catch (error) {
          if (!isAppError(error)) throw error;
          expect(error.code).toBe("wrong-use");
        }
      }),
    );
  });
});

describe("a number", () => {
  test("is taken in its range only", () => {
    expect(parseWhole("7", "--seed", { min: 0, max: 10 })).toBe(7);
    expect(parseDecimal("2.5", "--speed", { min: 0.1, max: 10 })).toBe(2.5);
    for (const text of ["-1", "11", "1.5", "NaN", "1e1", "", "seven", "99999999999999999999"]) {
      expect(() => parseWhole(text, "--seed", { min: 0, max: 10 })).toThrow("--seed takes a whole number from 0 to 10");
    }
    for (const text of ["-1", "0", "11", "Infinity", "", "2x"]) {
      expect(() => parseDecimal(text, "--speed", { min: 0.1, max: 10 })).toThrow("--speed takes a number from 0.1 to 10");
    }
  });
});

describe("arguments", () => {
  const definitions = { file: { type: "positional" }, for: { type: "string" }, seed: { type: "string" }, open: { type: "boolean" } } as const;
  const refuse = (...given: string[]) => refuseUnknownArguments("run", given, definitions);

  test("that fit are let through", () => {
    expect(() => refuse("a.json", "--for", "20s", "--seed=1", "--open")).not.toThrow();
    expect(() => refuse("--for", "20s", "--", "-strange.json")).not.toThrow();
    expect(() => refuse()).not.toThrow();
  });

  test.each([
    [["--fro", "20s"], "run has no option --fro. Did you mean --for?"],
    [["--fo", "20s"], "run has no option --fo. Did you mean --for?"],
    [["--seeed=1"], "run has no option --seeed. Did you mean --seed?"],
    [["--sead", "1"], "run has no option --sead. Did you mean --seed?"],
    [["--colour"], "run has no option --colour."],
    [["-x"], "run has no option -x."],
    [["--for"], "--for needs a value."],
    [["--for="], "--for needs a value."],
    [["--for", "--seed", "1"], "--for needs a value."],
    [["--open=yes"], "--open takes no value."],
    [["a.json", "b.json"], 'run takes 1 file; "b.json" is too much.'],
  ])("%j are refused in words", (given, message) => {
    expect(() => refuse(...given)).toThrow(expect.objectContaining({ code: "wrong-use", message, hint: "See: spillway run --help" }));
  });
});
