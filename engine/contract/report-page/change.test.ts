import { expect, it } from "vitest";
import { changeOf } from "./change.ts";

it("says how much better or worse a number became", () => {
  expect(changeOf(50, 100, "less")).toEqual({ text: "−50 %, better", isSame: false, tone: "ok" });
  expect(changeOf(150, 100, "less")).toEqual({ text: "+50 %, worse", isSame: false, tone: "bad" });
  expect(changeOf(150, 100, "more")).toEqual({ text: "+50 %, better", isSame: false, tone: "ok" });
  expect(changeOf(5000, 100, "less")).toEqual({ text: "×50, worse", isSame: false, tone: "bad" });
});

it("keeps quiet about noise and about what was not measured", () => {
  expect(changeOf(100.4, 100, "less")).toEqual({ text: "about the same", isSame: true, tone: "same" });
  expect(changeOf(7, 7, "less")).toEqual({ text: "the same", isSame: true, tone: "same" });
  expect(changeOf(NaN, 100, "less")).toBeNull();
  expect(changeOf(150, 100, "neither")).toEqual({ text: "+50 %", isSame: false, tone: "same" });
  expect(changeOf(3, 0, "neither")).toEqual({ text: "new", isSame: false, tone: "same" });
  expect(changeOf(3, 0, "less")).toEqual({ text: "worse", isSame: false, tone: "bad" });
});
