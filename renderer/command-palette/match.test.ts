import { expect, it } from "vitest";
import { matchScore } from "./match.ts";

it("wants every word, anywhere in its texts", () => {
  expect(matchScore("ship", ["Add a sink", "place"])).toBe(0);
  expect(matchScore("add queue", ["Add a work queue"])).toBeGreaterThan(0);
  expect(matchScore("add cache", ["Add a work queue"])).toBe(0);
  expect(matchScore("fullscreen", ["Fit the design", "fullscreen"])).toBeGreaterThan(0);
});

it("ranks the beginning of the name first", () => {
  const [begins, word, keyword] = [["Run"], ["Show run"], ["Start", "run"]].map((texts) => matchScore("run", texts));
  expect(begins).toBeGreaterThan(word ?? 1);
  expect(word).toBeGreaterThan(keyword ?? 1);
});
