import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { backgroundColour, fitToDisplays, readWindowState, windowTitle, writeWindowState, type WindowState } from "./window-state.ts";

const state: WindowState = { x: 100, y: 50, width: 1200, height: 800, isMaximized: true, theme: "light" };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-window-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("what is written is read back, in a folder made for it", () => {
  const file = join(folder, "new", "window.json");
  writeWindowState(file, state);
  expect(readWindowState(file)).toEqual(state);
});

test.each(["", "{", "null", '{"width":-5}', '{"width":1e9,"height":800,"isMaximized":false,"theme":"dark"}'])(
  "a file that says %j gives the initial window",
  (text) => {
    const file = join(folder, "broken.json");
    writeFileSync(file, text);
    expect(readWindowState(file)).toEqual(readWindowState(join(folder, "missing.json")));
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

test("a place that cannot be written to is no failure", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  writeFileSync(join(folder, "file"), "");
  writeWindowState(join(folder, "file", "window.json"), state);
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
});

test("a window on a display that is gone is placed anew, with its size", () => {
  const laptop = { x: 0, y: 0, width: 1440, height: 900 };
  expect(fitToDisplays(state, [laptop])).toEqual(state);
  const { x: _x, y: _y, ...unplaced } = state;
  expect(fitToDisplays({ ...state, x: 3000 }, [laptop])).toEqual(unplaced);
  expect(fitToDisplays({ ...state, x: 3000 }, [laptop, { x: 2560, y: 0, width: 1920, height: 1080 }])).toMatchObject({ x: 3000 });
  expect(fitToDisplays({ ...state, y: -700 }, [laptop])).toEqual(unplaced);
});

test("each theme has its own background before the first paint", () => {
  expect(backgroundColour(true)).not.toBe(backgroundColour(false));
});

test("the title names the design and marks unsaved changes, where the system does not", () => {
  const document = { name: "Orders", path: null, dirty: true };
  expect(windowTitle(document, "linux")).toBe("● Orders — Spillway");
  expect(windowTitle(document, "darwin")).toBe("Orders — Spillway");
  expect(windowTitle({ name: "", path: null, dirty: false }, "win32")).toBe("Untitled — Spillway");
});
