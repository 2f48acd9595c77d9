import { AppError } from "../../../design/errors.ts";

/** The most pixels of a side: what is larger takes gigabytes to make. */
const MOST_PIXELS = 16_384;

/** An SVG as a PNG with `scale` pixels for each px, drawn with the system's fonts. The rasteriser is loaded when it is first needed. */
export async function pngOf(svg: string, scale: number): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const whole = new Resvg(svg, { font: { loadSystemFonts: false } });
  const side = Math.max(whole.width, whole.height);
  if (side * scale > MOST_PIXELS) {
    throw new AppError("wrong-use", `The picture would be ${Math.round(side * scale)} pixels wide or high; ${MOST_PIXELS} is the most. Choose a smaller scale, or export it as SVG.`);
  }
  return new Resvg(svg, { fitTo: { mode: "zoom", value: scale }, font: { loadSystemFonts: true, sansSerifFamily: "Noto Sans" } }).render().asPng();
}
