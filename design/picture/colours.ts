import type { Category } from "../kinds/kind.ts";

/** The themes of the screen, and of pictures. */
export const PICTURE_THEMES = ["light", "dark"] as const;
export type PictureTheme = (typeof PICTURE_THEMES)[number];

/** A category's colour, and that of the tile behind its icon. */
type Pair = readonly [colour: string, soft: string];

/** What a picture is drawn in: the screen's tokens of the same names (`renderer/ui/tokens.css`), which a test compares. */
export interface Colours {
  readonly canvas: string;
  readonly surface: string;
  readonly surfaceRaised: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly textMuted: string;
  readonly textFaint: string;
  readonly edge: string;
  readonly edgeStrong: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
  readonly categories: Readonly<Record<Category, Pair>>;
}

export const colours: Readonly<Record<PictureTheme, Colours>> = {
  light: {
    canvas: "#f4f6f9",
    surface: "#ffffff",
    surfaceRaised: "#ffffff",
    border: "#e0e5eb",
    borderStrong: "#c4ccd6",
    text: "#0f151c",
    textMuted: "#515e6d",
    textFaint: "#5f6b7a",
    edge: "#b6c0cb",
    edgeStrong: "#7d8896",
    ok: "#077a54",
    warn: "#965300",
    bad: "#c4222c",
    categories: {
      sources: ["#0d9488", "#d6f1ed"],
      channels: ["#4f46e5", "#e3e5fd"],
      processing: ["#c26a00", "#fbecd0"],
      state: ["#9333ea", "#f0e1fd"],
      outputs: ["#0284c7", "#d8edf9"],
      operations: ["#e11d48", "#fde1e7"],
    },
  },
  dark: {
    canvas: "#0c1016",
    surface: "#12181f",
    surfaceRaised: "#171f28",
    border: "#222c37",
    borderStrong: "#33404e",
    text: "#e9eef4",
    textMuted: "#9aa7b5",
    textFaint: "#8390a0",
    edge: "#44515f",
    edgeStrong: "#6f7d8c",
    ok: "#34d399",
    warn: "#fbbf24",
    bad: "#fb7f80",
    categories: {
      sources: ["#2dd4bf", "#103431"],
      channels: ["#8b96fb", "#23284b"],
      processing: ["#fbbf24", "#3a2f12"],
      state: ["#c58bfb", "#33234a"],
      outputs: ["#3fc1f9", "#10334a"],
      operations: ["#fb7f90", "#41202a"],
    },
  },
};
