import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPreferences } from "./preferences.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-preferences-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what is written is there after a restart, each under its name", async () => {
  const preferences = createPreferences(folder);
  await Promise.all([preferences.write("theme", "dark"), preferences.write("panels", { dock: { open: false } }), preferences.write("theme", "light")]);
  expect(await createPreferences(folder).read()).toEqual({ theme: "light", panels: { dock: { open: false } } });
});

test("a broken file counts as empty, and too much is refused", async () => {
  writeFileSync(join(folder, "preferences.json"), "{");
  const preferences = createPreferences(folder);
  expect(await preferences.read()).toEqual({});
  await expect(preferences.write("pins", "x".repeat(300_000))).rejects.toMatchObject({ code: "wrong-use" });
  await preferences.write("theme", "dark");
  expect(await preferences.read()).toEqual({ theme: "dark" });
});
