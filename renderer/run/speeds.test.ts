import { expect, it } from "vitest";
import { SPEEDS, speedAt, speedStep } from "./speeds.ts";

it("goes from a tenth to ten times with 1 in the middle", () => {
  expect(SPEEDS[0]).toBe(0.1);
  expect(SPEEDS.at(-1)).toBe(10);
  expect(SPEEDS[(SPEEDS.length - 1) / 2]).toBe(1);
});

it("finds the nearest step and stays within the ends", () => {
  expect(speedAt(speedStep(1))).toBe(1);
  expect(speedAt(speedStep(0.9))).toBe(1);
  expect(speedAt(99)).toBe(10);
  expect(speedAt(-1)).toBe(0.1);
});
