import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { themeSchema, type DocumentState } from "../engine/contract/desktop.ts";

/** Where the window was, in device-independent pixels, and what colours the screen wore. */
export const windowStateSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(640).max(20_000),
  height: z.int().min(480).max(20_000),
  isMaximized: z.boolean(),
  theme: themeSchema,
});
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

const initialState: WindowState = { width: 1440, height: 900, isMaximized: false, theme: "system" };

/** The remembered state; the initial one when there is none or it cannot be read. */
export function readWindowState(file: string): WindowState {
  try {
    const parsed = windowStateSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return parsed.success ? parsed.data : initialState;
  } catch {
    return initialState;
  }
}

/** Remembers the state. A position is a convenience: a full disk must not keep the window from closing. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
  } catch (error) {
    console.error("Could not remember the window's place:", error);
  }
}

/** The state without a position that lies on none of the displays, for one that was unplugged. */
export function fitToDisplays(state: WindowState, workAreas: readonly Area[]): WindowState {
  const { x, y, ...rest } = state;
  if (x === undefined || y === undefined) return rest;
  const isReachable = workAreas.some(
    (area) =>
      x + state.width > area.x + 80 && x < area.x + area.width - 80 && y >= area.y - 10 && y < area.y + area.height - 40,
  );
  return isReachable ? state : rest;
}

/** The colour before the first paint, so that no white flashes: the canvas colour of the theme. */
export function backgroundColour(isDark: boolean): string {
  return isDark ? "#0d1117" : "#f6f8fa";
}

/** macOS marks unsaved work in the close button; elsewhere the title carries a dot. */
export function windowTitle(state: DocumentState, platform: NodeJS.Platform): string {
  const mark = state.dirty && platform !== "darwin" ? "● " : "";
  return `${mark}${state.name === "" ? "Untitled" : state.name} — Spillway`;
}
