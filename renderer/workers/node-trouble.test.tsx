import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { documentStore } from "../stores/document-store.ts";
import { frames } from "../stores/frames.ts";
import { runStore } from "../stores/run-store.ts";
import { frameOf, nodeFrame } from "../stores/testing/frame-fixtures.ts";
import { useNodeTrouble } from "./node-trouble.ts";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

function Trouble({ id }: { readonly id: string }) {
  return <p id={id}>{useNodeTrouble(id)}</p>;
}

let cleanUp: () => void = () => {};
beforeEach(() => {
  const position = { x: 0, y: 0 };
  documentStore.getState().replace({ ...emptyDesign("d"), nodes: [{ id: "q", kind: "queue", position, zone: "east" }, { id: "c", kind: "consumer", position, zone: "east" }, { id: "l", kind: "consumer", position }] }, { path: null, hash: null });
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  const root = createRoot(place);
  act(() => root.render(["q", "c", "l"].map((id) => <Trouble key={id} id={id} />)));
  cleanUp = () => act(() => root.unmount());
});
afterEach(() => {
  cleanUp();
  frames.reset();
});

function told(zones: ZoneState[], phase: RunState["phase"] = "running"): string[] {
  act(() => runStore.getState().acceptState({ runId: "r", mode: "live", phase, atMs: 0, forMs: null, speed: 1, seed: 1, zones }));
  return ["q", "c", "l"].map((id) => document.getElementById(id)?.textContent ?? "");
}

it("O2 O3 a card says that its zone's process is down, and when it is back; not of a channel, which is in Redis, nor of other zones", () => {
  const local: ZoneState = { zone: "local", phase: "running", deaths: 0 };
  expect(told([{ zone: "east", phase: "running", deaths: 0 }, local])).toEqual(["", "", ""]);
  expect(told([{ zone: "east", phase: "stopped", deaths: 0 }, local])).toEqual(["", "process stopped", ""]);
  expect(told([{ zone: "east", phase: "restarting", deaths: 2, restartsAt: Date.now() + 9500 }, local])).toEqual(["", "down, back in 10 s", ""]);
  expect(told([{ zone: "east", phase: "stopped", deaths: 0 }, local], "finished")).toEqual(["", "", ""]);
});

it("C2 O2 a card says how many replicas are down and when the first is back, in design time", () => {
  told([]);
  act(() => frames.accept(frameOf(0, { c: nodeFrame({ restarts: { replicas: 2, atMs: 8100 } }) })));
  expect(document.getElementById("c")?.textContent).toBe("2 replicas down, back in 8 s");
});
