import { expect, test } from "vitest";
import { whereItRuns } from "./where-it-runs.ts";

test("O3 a card says where slots are while some are elsewhere, and nothing while none are", () => {
  expect(whereItRuns({})).toBe("");
  expect(whereItRuns({ runsOn: [{ worker: "", slots: 2, busy: 1 }, { worker: "worker-b", slots: 2, busy: 0 }] })).toBe("2 here · 2 on worker-b");
  expect(whereItRuns({ runsOn: [{ worker: "far", slots: 1, busy: 0 }] })).toBe("1 on far");
});
