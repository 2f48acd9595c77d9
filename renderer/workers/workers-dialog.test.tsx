import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { Joining } from "../../engine/contract/zones.ts";
import { documentStore } from "../stores/document-store.ts";
import { runStore } from "../stores/run-store.ts";
import { WorkersDialog } from "./workers-dialog.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const joining: Joining = { isOpen: true, redis: "redis://10.0.0.5:6379", reach: "network", isEmbedded: false, needsPassword: false };
const run: RunState = { runId: "run-1", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1, zones: [{ zone: "east", phase: "running", deaths: 0, worker: "far" }, { zone: "local", phase: "stopped", deaths: 2 }], workers: [{ name: "far", zone: "east" }, { name: "more" }] };

let cleanUp: () => void = () => {};
afterEach(() => cleanUp());

function show(change: Partial<Joining>): string {
  documentStore.getState().replace({ ...emptyDesign("d"), zones: [{ id: "east", name: "East" }] }, { path: null, hash: null });
  runStore.getState().acceptState({ ...run, joining: { ...joining, ...change } });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const root = createRoot(place);
  act(() => root.render(<Tooltip.Provider><WorkersDialog onClose={() => {}} /></Tooltip.Provider>));
  cleanUp = () => act(() => root.unmount());
  return document.body.textContent ?? "";
}

it("O3 shows the command, where zones are and who joined; a ticked zone is one that the worker takes", () => {
  const text = show({});
  expect(text).toContain("spillway worker --redis redis://10.0.0.5:6379 --run run-1");
  expect(text).toContain("runs East");
  expect(text).toContain("adds slots to all consumers");
  expect(text).toContain("stopped");
  act(() => document.querySelector<HTMLButtonElement>('[role="checkbox"][aria-label="The worker runs East"]')?.click());
  expect(document.body.textContent).toContain("--run run-1 --zones east");
});

it("says what to do where nobody can join: another Redis, a token", () => {
  expect(show({ isEmbedded: true, reach: "machine", redis: "/tmp/redis.sock" })).toContain("only workers started here can join");
  cleanUp();
  expect(show({ reach: "machine", redis: "redis://127.0.0.1:6379" })).toContain("elsewhere it leads to nowhere");
  cleanUp();
  const closed = show({ isOpen: false });
  expect(closed).toContain("Set SPILLWAY_RUN_TOKEN");
  expect(closed).not.toContain("spillway worker");
  cleanUp();
  expect(show({ needsPassword: true })).toContain("SPILLWAY_REDIS_PASSWORD");
});
