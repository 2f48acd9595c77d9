import { expect, it, vi } from "vitest";
import { commandContext } from "./context.ts";
import { commandOf } from "./registry.ts";

it("opens the gallery in a window of its own, in the language of this one", () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  void commandOf("help.gallery")?.perform(commandContext);
  expect(open.mock.calls.map(([url, target, features]) => [new URL(String(url)).pathname, target, features])).toEqual([["/gallery", "_blank", "noopener"]]);
});
