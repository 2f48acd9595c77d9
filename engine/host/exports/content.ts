import type { ExportFile } from "../../../design/export/target.ts";
import { pngOf } from "./rasterise.ts";

/** What a file of an export has on disk: its text, or the picture that it is rasterised to. */
export async function contentOf({ text, raster }: ExportFile): Promise<string | Uint8Array> {
  return raster ? pngOf(text, raster.scale) : text;
}
