import { expect, test, vi } from "vitest";
import { createExportChecks } from "./checks.ts";
import type { FilesToCheck } from "./check-files.ts";
import type { Validity } from "./validity.ts";

const files = [{ path: "a.json", language: "json", text: "{}" }] as const;

/** Checks that end when the test says so. */
function heldChecks() {
  const begun: { request: FilesToCheck; end: (validity: Validity | null) => void; fail: (error: Error) => void }[] = [];
  const checks = createExportChecks((request) => new Promise((end, fail) => void begun.push({ request, end, fail })));
  return { checks, begun };
}

test("a newer check of the same window takes the place of an older one; what is stale is never begun", async () => {
  const { checks, begun } = heldChecks();
  const first = checks.check({ asker: "w", target: "one", files });
  const second = checks.check({ asker: "w", target: "two", files });
  const third = checks.check({ asker: "w", target: "three", files });
  expect(await first).toEqual({ outcome: "stale" });
  expect(await second).toEqual({ outcome: "stale" });
  begun[0]?.end({ checkedWith: "old", problems: [] });
  await vi.waitFor(() => expect(begun.map(({ request }) => request.target)).toEqual(["one", "three"]));
  begun[1]?.end({ checkedWith: "parser 1", problems: ["a.json: /x"] });
  expect(await third).toEqual({ outcome: "checked", checkedWith: "parser 1", problems: ["a.json: /x"] });
});

test("windows wait for each other, and a check that fails fails alone", async () => {
  const { checks, begun } = heldChecks();
  const mine = checks.check({ asker: "mine", target: "one", files });
  const yours = checks.check({ asker: "yours", target: "two", files });
  begun[0]?.fail(new Error("broken"));
  await expect(mine).rejects.toThrow("broken");
  await vi.waitFor(() => expect(begun).toHaveLength(2));
  begun[1]?.end(null);
  expect(await yours).toEqual({ outcome: "unchecked" });
});
