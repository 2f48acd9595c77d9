import fc from "fast-check";
import { expect, test } from "vitest";
import { pictureOf } from "../../../design/picture/picture.ts";
import { orderPipeline } from "../../../tests/support/designs.ts";
import { HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import { validate } from "./picture-validity.ts";
import { pngOf } from "./rasterise.ts";

const look = { theme: "light", padding: 0, title: false } as const;

/** Width and height of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

test("a picture has so many pixels for each px, and one that is too large is refused with a way out", async () => {
  const svg = pictureOf(orderPipeline(), look);
  expect(sizeOf(await pngOf(svg, 1))).toEqual([988, 244]);
  expect(sizeOf(await pngOf(svg, 2))).toEqual([1976, 488]);
  const wide = '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="10"/>';
  await expect(pngOf(wide, 1)).rejects.toMatchObject({ code: "wrong-use", message: expect.stringContaining("Choose a smaller scale") });
});

test("a picture is checked by the parser that draws it", async () => {
  const file = { path: "design.svg", language: "svg", text: pictureOf(orderPipeline(), look) } as const;
  expect(await validate([file])).toEqual({ checkedWith: expect.stringMatching(/^resvg \d/), problems: [] });
  expect((await validate([{ ...file, text: file.text.replace("</svg>", "") }])).problems).toEqual([expect.stringMatching(/^design\.svg: /)]);
});

test("whatever nodes are called, the picture is one that a parser reads", { timeout: 60_000 }, async () => {
  const called = fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom(...HOSTILE_NAMES));
  await fc.assert(
    fc.asyncProperty(fc.array(called, { minLength: 6, maxLength: 6 }), async (names) => {
      const design = orderPipeline();
      const hostile = { ...design, name: names[5] ?? "", nodes: design.nodes.map((node, index) => ({ ...node, name: names[index] })) };
      await expect(pngOf(pictureOf(hostile, look), 1)).resolves.toBeInstanceOf(Uint8Array);
    }),
    { numRuns: 15 },
  );
});
