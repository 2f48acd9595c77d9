import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { documentStore } from "../stores/document-store.ts";
import { SloSection } from "./slo-section.tsx";
import { ZoneSection } from "./zone-section.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const design: Design = {
  format: "spillway",
  version: 1,
  name: "D",
  nodes: [{ id: "a", kind: "consumer", position: { x: 0, y: 0 }, zone: "east" }],
  edges: [],
  zones: [{ id: "east", name: "East" }],
};

let place: HTMLElement;
let cleanUp: () => void = () => {};
beforeEach(() => {
  document.body.replaceChildren();
  place = document.createElement("div");
  document.body.append(place);
  documentStore.getState().replace(design, { path: null, hash: null });
  const root = createRoot(place);
  act(() =>
    root.render(
      <Tooltip.Provider>
        <SloSection />
        <ZoneSection />
      </Tooltip.Provider>,
    ),
  );
  cleanUp = () => act(() => root.unmount());
});
afterEach(() => cleanUp());

function press(text: string): void {
  const button = [...place.querySelectorAll("button")].find((each) => each.textContent === text);
  if (!button) throw new Error(`no button ${text}`);
  act(() => button.click());
}

function type(id: string, text: string): void {
  const input = place.querySelector<HTMLInputElement>(`#${id}`);
  if (!input) throw new Error(`no field ${id}`);
  act(() => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), "value")?.set?.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

describe("objectives and zones in the inspector of the design", () => {
  it("O5 adds an objective, changes it and removes it, each to be undone", () => {
    press("Add objective");
    const [slo] = documentStore.getState().design.slos!;
    expect(slo).toMatchObject({ target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 500 });
    type(`slo-${slo!.id}-value`, "250");
    type(`slo-${slo!.id}-windowMs`, "2 s");
    expect(documentStore.getState().design.slos).toMatchObject([{ value: 250, windowMs: 2000 }]);
    act(() => documentStore.getState().undo());
    expect(documentStore.getState().design.slos![0]).not.toHaveProperty("windowMs");
    press("Remove objective");
    expect(documentStore.getState().design.slos).toBeUndefined();
    act(() => documentStore.getState().undo());
    expect(documentStore.getState().design.slos).toHaveLength(1);
  });

  it("O3 renames a zone and removes it; its nodes stay", () => {
    type("zone-east-name", "Frankfurt");
    expect(documentStore.getState().design.zones).toMatchObject([{ id: "east", name: "Frankfurt" }]);
    press("Remove zone");
    const after = documentStore.getState().design;
    expect(after.zones).toBeUndefined();
    expect(after.nodes).toEqual([{ id: "a", kind: "consumer", position: { x: 0, y: 0 } }]);
  });
});
