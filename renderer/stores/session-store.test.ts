import { beforeEach, describe, expect, it } from "vitest";
import { initialSize, PANEL_NAMES, PANEL_RANGES } from "./session-state.ts";
import { createSessionStore } from "./session-store.ts";

beforeEach(() => localStorage.clear());

describe("session store", () => {
  it("begins with larger panels in a large window", () => {
    const sizes = (innerWidth: number, innerHeight: number) => PANEL_NAMES.map((name) => initialSize(name, { innerWidth, innerHeight }));
    expect([sizes(1280, 800), sizes(2560, 1440)]).toEqual([[216, 300, 280], [270, 375, 420]]);
  });

  it("remembers panels, dock tab and theme on this computer", () => {
    const first = createSessionStore().getState();
    first.resizePanel("dock", 333);
    first.togglePanel("palette", false);
    first.setTheme("light");
    first.showDock("events");
    const again = createSessionStore().getState();
    expect(again.panels.dock).toEqual({ open: true, size: 333 });
    expect(again.panels.palette.open).toBe(false);
    expect(again).toMatchObject({ theme: "light", dockTab: "events" });
  });

  it("begins afresh where what was remembered cannot be", () => {
    localStorage.setItem("spillway.panels", '{"dock":{"open":"yes"}}');
    localStorage.setItem("spillway.theme", '"purple"');
    localStorage.setItem("spillway.dock-tab", "{not json");
    const session = createSessionStore().getState();
    expect(session.panels.dock).toEqual({ open: true, size: PANEL_RANGES.dock.initial });
    expect(session).toMatchObject({ theme: "system", dockTab: "metrics" });
  });

  it("keeps panels within their range", () => {
    const store = createSessionStore();
    store.getState().resizePanel("inspector", 5000);
    expect(store.getState().panels.inspector.size).toBe(PANEL_RANGES.inspector.max);
  });

  it("opens a hidden dock to show a tab", () => {
    const store = createSessionStore();
    store.getState().togglePanel("dock", false);
    store.getState().showDock("problems");
    expect(store.getState()).toMatchObject({ dockTab: "problems", panels: { dock: { open: true } } });
  });

  it("tells two requests for the same kind apart, and ends only the one that was met", () => {
    const store = createSessionStore();
    store.getState().requestPlace("queue");
    const first = store.getState().placeRequest?.token ?? -1;
    store.getState().requestPlace("queue");
    store.getState().placeDone(first);
    expect(store.getState().placeRequest?.kind).toBe("queue");
    store.getState().placeDone(store.getState().placeRequest?.token ?? -1);
    expect(store.getState().placeRequest).toBeNull();
  });

  it("shows few toasts at a time and dismisses them by id", () => {
    const store = createSessionStore();
    const ids = Array.from({ length: 6 }, (_, index) => store.getState().toast({ level: "info", text: `${index}` }));
    expect(store.getState().toasts.map((toast) => toast.text)).toEqual(["2", "3", "4", "5"]);
    store.getState().dismissToast(ids[4] ?? -1);
    expect(store.getState().toasts).toHaveLength(3);
    store.getState().toast({ level: "error", text: "approve it", about: "webhook-not-approved" });
    store.getState().dismissAbout("webhook-not-approved");
    expect(store.getState().toasts).toHaveLength(3);
  });
});
