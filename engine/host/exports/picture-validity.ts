import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { messageOf } from "../../../design/errors.ts";
import { Resvg } from "@resvg/resvg-js";
import type { Validator } from "./validity.ts";

/** Checks a picture by reading it with the rasteriser's own parser. */
export const validate: Validator = async (files) => {
  const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-js/package.json"), "utf8")) as { version: string };
  const problems = files.flatMap(({ path, text }) => {
    try {
      const { width, height } = new Resvg(text, { font: { loadSystemFonts: false } });
      return width > 0 && height > 0 ? [] : [`${path}: it has no size.`];
    } catch (error) {
      return [`${path}: ${messageOf(error)}`];
    }
  });
  return { checkedWith: `resvg ${version}`, problems };
};
