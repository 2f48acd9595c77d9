import { expect, test } from "vitest";
import { chooseToken } from "./gate.ts";

test("a token is fresh each time, unless one is named that is long enough and can travel", () => {
  expect(chooseToken({})).toMatch(/^[0-9a-f]{64}$/);
  expect(chooseToken({})).not.toBe(chooseToken({}));
  const named = "0123456789abcdef-0123456789_ABCDEF";
  expect(chooseToken({ SPILLWAY_TOKEN: named })).toBe(named);
  for (const bad of ["short", `${named} `, `${named},x`]) expect(() => chooseToken({ SPILLWAY_TOKEN: bad })).toThrow("32 to 256");
});
