import { EventEmitter } from "node:events";
import type { Session, WebContents } from "electron";
import { expect, test, vi } from "vitest";
import { hardenContents, hardenSession, isDocumentationLink } from "./security.ts";

test("known documentation opens over https only, on exactly its host", () => {
  expect(isDocumentationLink("https://docs.bullmq.io/guide/workers")).toBe(true);
  for (const url of [
    "http://docs.bullmq.io/",
    "https://docs.bullmq.io.example.com/",
    "https://docs.bullmq.io:8443/",
    "https://user:password@docs.bullmq.io/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "",
  ]) {
    expect(isDocumentationLink(url), url).toBe(false);
  }
});

test("contents neither navigate nor attach webviews nor open windows but the gallery's", () => {
  const contents = new EventEmitter() as EventEmitter & { setWindowOpenHandler: ReturnType<typeof vi.fn> };
  contents.setWindowOpenHandler = vi.fn();
  const openExternal = vi.fn(async () => undefined);
  hardenContents(contents as unknown as WebContents, openExternal);
  for (const name of ["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"]) {
    const preventDefault = vi.fn();
    contents.emit(name, { preventDefault });
    expect(preventDefault, name).toHaveBeenCalledOnce();
  }
  const decide = contents.setWindowOpenHandler.mock.calls[0]?.[0] as (details: { url: string }) => { action: string };
  expect(decide({ url: "https://example.com/" })).toEqual({ action: "deny" });
  expect(decide({ url: "https://redis.io/docs/" })).toEqual({ action: "deny" });
  expect(decide({ url: "app://spillway/gallery?locale=pseudo" })).toEqual({ action: "allow" });
  expect(decide({ url: "app://spillway/gallery/../" })).toEqual({ action: "deny" });
  expect(openExternal.mock.calls).toEqual([["https://redis.io/docs/"]]);
});

test("permissions are refused but for copying out and full screen, to our own page", () => {
  const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn() };
  hardenSession(session as unknown as Session);
  const request = session.setPermissionRequestHandler.mock.calls[0]?.[0] as (...args: unknown[]) => void;
  const check = session.setPermissionCheckHandler.mock.calls[0]?.[0] as (...args: unknown[]) => boolean;
  function decide(permission: string, requestingUrl: string): boolean {
    const callback = vi.fn<(granted: boolean) => void>();
    request(null, permission, callback, { requestingUrl });
    const granted = callback.mock.calls[0]?.[0] ?? false;
    expect(check(null, permission, requestingUrl)).toBe(granted);
    return granted;
  }
  expect(decide("fullscreen", "app://spillway/")).toBe(true);
  expect(decide("clipboard-sanitized-write", "app://spillway/")).toBe(true);
  expect(decide("fullscreen", "https://example.com/")).toBe(false);
  expect(decide("fullscreen", "app://spillway.example.com/")).toBe(false);
  for (const permission of ["media", "geolocation", "notifications", "clipboard-read", "usb", "openExternal"]) {
    expect(decide(permission, "app://spillway/"), permission).toBe(false);
  }
});
