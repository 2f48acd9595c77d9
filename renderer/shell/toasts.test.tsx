import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sessionStore } from "../stores/session-store.ts";
import { Toasts } from "./toasts.tsx";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a message leaves by itself, but not while the pointer or the keyboard is in it", async () => {
  const page = document.body.appendChild(document.createElement("div"));
  const root = createRoot(page);
  await act(async () => root.render(<Toasts />));
  await act(async () => void sessionStore.getState().toast({ level: "info", text: "Saved." }));
  const card = page.querySelector(".toast");
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await act(async () => card?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })));
  await pass(60_000);
  expect(page.textContent).toContain("Saved.");
  await act(async () => card?.dispatchEvent(new PointerEvent("pointerout", { bubbles: true })));
  await pass(4000);
  expect(page.textContent).toContain("Saved.");
  await pass(2000);
  expect(page.textContent).toBe("");
  await act(async () => root.unmount());
  page.remove();
});
