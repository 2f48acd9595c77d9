import { expect, it } from "vitest";
import { joinPath, suggestedFileName, withExtension } from "./file-names.ts";

it("makes a file name of any design's name", () => {
  expect(suggestedFileName("Orders at Black Friday!")).toBe("orders-at-black-friday.spillway.json");
  expect(suggestedFileName("Übung 1")).toBe("ubung-1.spillway.json");
  expect(suggestedFileName("注文")).toBe("design.spillway.json");
});

it("adds the extension once", () => {
  expect(withExtension("orders")).toBe("orders.spillway.json");
  expect(withExtension("orders.spillway.json")).toBe("orders.spillway.json");
  expect(withExtension("plain.JSON")).toBe("plain.JSON");
});

it("joins as the folder does", () => {
  expect(joinPath("/home/me", "a.json")).toBe("/home/me/a.json");
  expect(joinPath("/", "a.json")).toBe("/a.json");
  expect(joinPath("C:\\designs", "a.json")).toBe("C:\\designs\\a.json");
});
