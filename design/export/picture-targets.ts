import { z } from "zod";
import { choice, count, flag } from "../kinds/fields.ts";
import { PICTURE_THEMES } from "../picture/colours.ts";
import { pictureOf } from "../picture/picture.ts";
import { lossesOfPicture, SHOWN } from "./kind-answers.ts";
import { defineTarget } from "./target.ts";

const look = {
  theme: choice(PICTURE_THEMES, { title: "Theme", help: "For a light page or a dark one." }).default("light"),
  padding: count({ title: "Padding", help: "Room around everything, in px." }, { min: 0, max: 400 }).default(40),
  title: flag({ title: "Title", help: "The design's name stands above it." }).default(true),
};

/** The canvas as a drawing that stays sharp at any size. */
export const svg = defineTarget({
  title: "SVG picture",
  summary: "The canvas as a drawing that is sharp at any size.",
  options: z.strictObject(look),
  kinds: SHOWN,
  write: (topology, options) => ({ files: [{ path: "design.svg", language: "svg", text: pictureOf(topology.design, options) }], losses: lossesOfPicture(topology) }),
});

/** The same picture in pixels: its file is rasterised by whoever writes it. */
export const png = defineTarget({
  title: "PNG picture",
  summary: "The canvas in pixels, for slides and chats.",
  options: z.strictObject({ ...look, scale: count({ title: "Scale", help: "Pixels for each px: 2 is sharp on most screens." }, { min: 1, max: 4 }).default(2) }),
  kinds: SHOWN,
  write: (topology, { scale, ...options }) => ({
    files: [{ path: "design.png", language: "svg", text: pictureOf(topology.design, options), raster: { scale } }],
    losses: lossesOfPicture(topology),
  }),
});
