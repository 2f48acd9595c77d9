import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openBrowser, openerFor } from "./open-browser.ts";

const url = "http://127.0.0.1:1/#token=a&b";

test("each system's own program opens the page, and no shell reads the address", () => {
  expect(openerFor(url, {}, "darwin")).toEqual({ program: "open", parameters: [url] });
  expect(openerFor(url, {}, "win32")).toEqual({ program: "rundll32", parameters: ["url.dll,FileProtocolHandler", url] });
  expect(openerFor(url, { BROWSER: "firefox" }, "linux")).toEqual({ program: "firefox", parameters: [url] });
});

test("on Linux there must be a screen and xdg-open", () => {
  const folder = mkdtempSync(join(tmpdir(), "spillway-path-"));
  const opener = join(folder, "xdg-open");
  expect(openerFor(url, { PATH: folder, DISPLAY: ":0" }, "linux")).toBeNull();
  writeFileSync(opener, "#!/bin/sh\n");
  chmodSync(opener, 0o755);
  expect(openerFor(url, { PATH: folder, DISPLAY: ":0" }, "linux")).toEqual({ program: "xdg-open", parameters: [url] });
  expect(openerFor(url, { PATH: folder }, "linux")).toBeNull();
  rmSync(folder, { recursive: true });
});

test("a browser that is not there is no failure", async () => {
  expect(openBrowser(url, { BROWSER: "/nowhere/browser" }, "linux")).toBe(true);
  expect(openBrowser(url, { PATH: "" }, "linux")).toBe(false);
  await new Promise((resolve) => setImmediate(resolve));
});
