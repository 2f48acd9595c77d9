import { beforeEach, expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { keepPins } from "../run/keep-pins.ts";
import { createDocumentStore } from "./document-store.ts";
import { createPinStore, MOST_PINS, type Pin } from "./pins.ts";

const [busy, rate, depth]: readonly Pin[] = [
  { id: "billing", metric: "utilization" },
  { id: "billing", metric: "outPerSecond" },
  { id: "inbox", metric: "depth" },
] as const;
const all = [busy, rate, depth] as Pin[];

beforeEach(() => localStorage.clear());

it("charts are pinned per design, once each, and are there again in another window", () => {
  const store = createPinStore();
  store.getState().add("/a", all);
  store.getState().add("/a", all.slice(0, 1));
  store.getState().add("/b", all.slice(2));
  expect(createPinStore().getState().byDesign).toEqual({ "/a": all, "/b": all.slice(2) });
});

it("a design's pins go with it into its first file, unless that has some", () => {
  const store = createPinStore();
  const document = createDocumentStore(() => "key");
  keepPins(document, store);
  document.getState().replace(orderPipeline(), { path: null, hash: null });
  store.getState().add("key", all);
  document.getState().markSaved(document.getState().design, { path: "/a", hash: "h" });
  expect(store.getState().byDesign).toEqual({ "/a": all });
  store.getState().add("other", all.slice(1));
  store.getState().rename("other", "/a");
  expect(store.getState().byDesign).toEqual({ "/a": all, other: all.slice(1) });
});

it("a pin moves among the others, as far as there are any, and is let go", () => {
  const { add, move, remove } = createPinStore().getState();
  const now = () => createPinStore().getState().byDesign["/a"]?.map(({ metric }) => metric);
  add("/a", all);
  move("/a", all[2] as Pin, -1);
  expect(now()).toEqual(["utilization", "depth", "outPerSecond"]);
  move("/a", all[2] as Pin, -9);
  expect(now()).toEqual(["depth", "utilization", "outPerSecond"]);
  move("/a", all[2] as Pin, 1);
  expect(now()).toEqual(["utilization", "depth", "outPerSecond"]);
  remove("/a", all.slice(0, 2));
  expect(now()).toEqual(["depth"]);
});

it("there are no more than can be looked at, of no more designs than are worked on", () => {
  const store = createPinStore();
  for (let design = 0; design < 60; design++) store.getState().add(`/${design}`, Array.from({ length: 40 }, (_, id) => ({ id: `n${id}`, metric: "depth" })));
  const kept = store.getState().byDesign;
  expect(Object.keys(kept)).toHaveLength(50);
  expect(kept["/59"]).toHaveLength(MOST_PINS);
  expect(kept["/0"]).toBeUndefined();
});

it("what is no list of pins is not read", () => {
  localStorage.setItem("spillway.pinned-charts", JSON.stringify({ "/a": [{ id: "x", metric: "mood" }] }));
  expect(createPinStore().getState().byDesign).toEqual({});
});
