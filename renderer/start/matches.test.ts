import { expect, it } from "vitest";
import { matches } from "./matches.ts";

it("finds a template by words of its name or its description, in any order and case", () => {
  const template = { name: "Ordered partitions", description: "One customer pays far more than the others." };
  expect(["", "  ", "ORDERED", "customer partitions", "far more"].every((wanted) => matches(template, wanted))).toBe(true);
  expect(matches(template, "partitions cache")).toBe(false);
  expect(matches({ name: "Work queue" }, "work")).toBe(true);
});
