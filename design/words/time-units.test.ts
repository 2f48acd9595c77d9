import { expect, it } from "vitest";
import { formatDuration, inUnit, readableUnit, toMs } from "./time-units.ts";

it.each([
  [0, "0 ms"],
  [10, "10 ms"],
  [999, "999 ms"],
  [1000, "1 s"],
  [1500, "1.5 s"],
  [1234, "1,234 ms"],
  [30_000, "30 s"],
  [60_000, "1 min"],
  [90_000, "1.5 min"],
  [100_000, "100 s"],
  [604_800_000, "7 d"],
])("writes %s ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

it("converts there and back without noise", () => {
  expect(toMs(0.3, "s")).toBe(300);
  expect(inUnit(toMs(1.1, "h"), "h")).toBe(1.1);
  expect(readableUnit(0.5)).toBe("ms");
});
