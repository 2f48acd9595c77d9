import { expect, test, vi } from "vitest";
import { createCloseGuard } from "./closing.ts";

test("a saved design closes without a question", () => {
  const ask = vi.fn();
  const guard = createCloseGuard(ask);
  guard.setListening(true);
  expect(guard.mayClose()).toBe(true);
  expect(ask).not.toHaveBeenCalled();
});

test("unsaved changes are asked about, each time, until the page says yes", () => {
  const ask = vi.fn();
  const guard = createCloseGuard(ask);
  guard.setListening(true);
  guard.setDirty(true);
  expect(guard.mayClose()).toBe(false);
  guard.answer(false);
  expect(guard.mayClose()).toBe(false);
  expect(ask).toHaveBeenCalledTimes(2);
  guard.answer(true);
  expect(guard.mayClose()).toBe(true);
});

test("a page that cannot answer does not keep its window open", () => {
  const guard = createCloseGuard(() => undefined);
  guard.setDirty(true);
  expect(guard.mayClose()).toBe(true);
  guard.setListening(true);
  guard.setResponsive(false);
  expect(guard.mayClose()).toBe(true);
  guard.setResponsive(true);
  expect(guard.mayClose()).toBe(false);
});
