import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { followPreferences, readPreference, writePreference, type PreferenceFollower } from "./preferences.ts";
import { createSessionStore } from "./session-store.ts";

const isText = (value: unknown): value is string => typeof value === "string";
const theme = (): string => readPreference("theme", "none", isText);

let followers: PreferenceFollower[] = [];
beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  for (const { end } of followers) end();
  followers = [];
  vi.useRealTimers();
});

/** An engine that keeps preferences, and a window that follows it. */
function setUp(stored: Record<string, unknown> = {}) {
  const values = { ...stored };
  const engine = createFakeClient({
    "preferences.read": () => ({ values }),
    "preferences.write": ({ name, value }) => {
      values[name] = value;
      return {};
    },
  });
  const changed = vi.fn();
  const follower = followPreferences(engine, changed);
  followers.push(follower);
  return { engine, values, changed, follower };
}

it("what is liked at one address is there at another, where the browser knows nothing", async () => {
  const { values } = setUp();
  writePreference("theme", "dark");
  await vi.advanceTimersByTimeAsync(400);
  expect(values).toEqual({ theme: "dark" });
  localStorage.clear();
  const session = createSessionStore();
  const other = setUp(values);
  await other.follower.recall();
  expect([theme(), other.changed.mock.calls.length]).toEqual(["dark", 1]);
  session.getState().recall();
  expect(session.getState().theme).toBe("dark");
});

it("what only the browser knows goes to the engine, and the engine's word counts for the rest", async () => {
  localStorage.setItem("spillway.theme", '"light"');
  localStorage.setItem("spillway.dock-tab", '"run"');
  const { follower, values } = setUp({ theme: "dark" });
  await follower.recall();
  expect(theme()).toBe("dark");
  await vi.advanceTimersByTimeAsync(400);
  expect(values).toEqual({ theme: "dark", "dock-tab": "run" });
});

it("a drag is written once, and what could not be sent goes when the engine is back, before what it has counts", async () => {
  const { engine, follower, values } = setUp({ theme: "light" });
  engine.handle("preferences.write", () => Promise.reject(new Error("gone")));
  for (const text of ["a", "b", "dark"]) writePreference("theme", text);
  await vi.advanceTimersByTimeAsync(400);
  expect(engine.made).toEqual([{ name: "preferences.write", request: { name: "theme", value: "dark" } }]);
  engine.handle("preferences.write", ({ name, value }) => {
    values[name] = value;
    return {};
  });
  await follower.recall();
  await vi.advanceTimersByTimeAsync(400);
  expect([theme(), values.theme]).toEqual(["dark", "dark"]);
});
