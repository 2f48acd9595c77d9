import { describe, expect, it } from "vitest";
import { throughout } from "./area.ts";
import { localeIn } from "./locale.ts";
import { pseudo } from "./pseudo.ts";

describe("the language of a window", () => {
  it("is English unless its address asks for another that there is", () => {
    expect(["", "?locale=pseudo", "?theme=light&locale=pseudo", "?locale=tlh"].map(localeIn)).toEqual(["en", "pseudo", "pseudo", "en"]);
  });
});

describe("the pseudo language", () => {
  it("can be read, is 40 % longer, and shows where a text begins and ends", () => {
    expect(pseudo("Find a node")).toBe("[Fîñð å ñöðé~~]");
    for (const text of ["Save", "Drag a producer from the palette"]) expect(Array.from(pseudo(text)).length).toBeGreaterThanOrEqual(Math.round(text.length * 1.4));
  });

  it("leaves alone what is no text", () => {
    expect(["–", "1,284", "×4", ""].map(pseudo)).toEqual(["–", "1,284", "×4", ""]);
  });
});

describe("a catalogue", () => {
  it("is changed throughout: texts, texts made of values, and areas within it", () => {
    const english = { save: "Save", nodes: (count: number) => `${count} nodes`, dialog: { title: "Sure?" } };
    const loud = throughout(english, (text) => text.toUpperCase());
    expect([loud.save, loud.nodes(3), loud.dialog.title]).toEqual(["SAVE", "3 NODES", "SURE?"]);
  });
});
