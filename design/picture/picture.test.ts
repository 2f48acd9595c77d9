import { describe, expect, it } from "vitest";
import { examples } from "../../tests/support/examples.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { displayName } from "../document/display-name.ts";
import { colours, PICTURE_THEMES } from "./colours.ts";
import { pathOf } from "./curve.ts";
import { pictureOf, type PictureOptions } from "./picture.ts";
import { sceneOf } from "./scene.ts";
import { fitted, textWidth, wrapped } from "./text-width.ts";

const options: PictureOptions = { theme: "light", padding: 40, title: true };

describe("the picture of a design", () => {
  it("has every edge where the canvas has it, and every card", () => {
    for (const { design } of examples()) {
      const picture = pictureOf(design, options);
      const scene = sceneOf(design, new Map());
      for (const curve of scene.curves.values()) expect(picture).toContain(`d="${pathOf(curve)}"`);
      for (const card of scene.cards.values()) expect(picture).toContain(`translate(${card.x} ${card.y})`);
      for (const node of design.nodes.filter((each) => /^\w{1,12}$/.test(displayName(each)))) expect(picture).toContain(`>${displayName(node)}</text>`);
    }
  });

  it("is large enough for everything, with the padding that was asked for", () => {
    const sizeOf = (padding: number, title: boolean) => /viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"/.exec(pictureOf(orderPipeline(), { ...options, padding, title }))?.slice(1).map(Number);
    expect(sizeOf(0, false)).toEqual([0, -60, 988, 244]);
    expect(sizeOf(10, false)).toEqual([-10, -70, 1008, 264]);
    expect(sizeOf(0, true)?.[1]).toBeLessThan(-60);
  });

  it.each(PICTURE_THEMES)("has the colours of the %s theme alone", (theme) => {
    const picture = pictureOf(orderPipeline(), { ...options, theme });
    const own = new Set(JSON.stringify(colours[theme]).match(/#[0-9a-f]{6}/g));
    for (const colour of picture.match(/#[0-9a-f]{6}/g) ?? []) expect(own).toContain(colour);
  });

  it("lets no name become markup, and keeps what XML forbids out of it", () => {
    const design = orderPipeline();
    const hostile = { ...design, name: '</title><script>alert("x")</script>', nodes: design.nodes.map((node) => ({ ...node, name: "a\u0000<b>&\uD800'\"" })) };
    const picture = pictureOf(hostile, options);
    for (const forbidden of ["<script", "<b>", "\u0000", "\uD800"]) expect(picture).not.toContain(forbidden);
    expect(picture).toContain("&lt;script&gt;");
  });
});

describe("text of a picture", () => {
  it("is cut where it has no room, and wrapped at spaces but before no unit", () => {
    expect(fitted("Short", 200, 13)).toBe("Short");
    const cut = fitted("A very long name of a node that nobody reads to its end", 100, 13);
    expect(cut).toMatch(/…$/);
    expect(textWidth(cut, 13)).toBeLessThanOrEqual(100);
    expect(wrapped("acks all · 3 replicas · keeps 7.0 d", 120, 11, 3).join("|")).toBe("acks all · 3 replicas|keeps 7.0 d");
    expect(wrapped("one two three four five six seven", 60, 11, 2)).toHaveLength(2);
  });
});
