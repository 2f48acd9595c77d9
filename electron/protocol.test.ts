import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY, createAppProtocol, fileForUrl } from "./protocol.ts";

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-protocol-"));
  root = join(folder, "renderer");
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(join(root, "index.html"), "<h1>screen</h1>");
  writeFileSync(join(root, "assets", "a b.js"), "export {};");
  writeFileSync(join(folder, "secret.txt"), "secret");
  mkdirSync(join(folder, "renderer-other"));
  writeFileSync(join(folder, "renderer-other", "secret.txt"), "secret");
});
afterAll(() => rmSync(folder, { recursive: true }));

function get(url: string, method = "GET"): Promise<Response> {
  return createAppProtocol(root)(new Request(url, { method }));
}

describe("serving the screen", () => {
  test("answers / with index.html, under the policy", async () => {
    const response = await get("app://spillway/");
    expect(await response.text()).toBe("<h1>screen</h1>");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("decodes names, ignores queries, and knows a script's media type", async () => {
    const response = await get("app://spillway/assets/a%20b.js?v=1#part");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  });

  test("says 404 to what is not there and 405 to anything but reading, under the policy too", async () => {
    const missing = await get("app://spillway/missing.js");
    expect(missing.status).toBe(404);
    expect(missing.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    expect((await get("app://spillway/index.html", "POST")).status).toBe(405);
  });

  test.each([
    "app://spillway/..%2fsecret.txt",
    "app://spillway/assets/..%2f..%2fsecret.txt",
    "app://spillway/%2e%2e%2fsecret.txt",
    "app://spillway/..%5csecret.txt",
    "app://spillway/..%2frenderer-other%2fsecret.txt",
    "app://spillway/%2fetc%2fpasswd%00",
    "app://spillway/C:%2fWindows%2fwin.ini",
    "app://spillway/%",
    "app://elsewhere/index.html",
    "file:///etc/passwd",
    "not a url",
  ])("leads nowhere outside: %s", (url) => {
    expect(fileForUrl(url, root)).toBeNull();
  });

  test("takes an absolute-looking path as one inside", () => {
    expect(fileForUrl("app://spillway//etc/passwd", root)).toBe(join(root, "etc", "passwd"));
  });

  test("knows the gallery by the name of its folder", () => {
    expect(fileForUrl("app://spillway/gallery?theme=light", root)).toBe(join(root, "gallery", "index.html"));
    expect(fileForUrl("app://spillway/galleries", root)).toBe(join(root, "galleries"));
  });
});
