import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { documentStore } from "../stores/document-store.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { NOTHING_TO_IMPORT, pendingImport } from "./pending-import.ts";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let cleanUp: () => void = () => {};
beforeEach(() => document.body.replaceChildren());
afterEach(() => cleanUp());

function show(state: Partial<typeof NOTHING_TO_IMPORT>): void {
  pendingImport.setState({ ...NOTHING_TO_IMPORT, ...state });
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  act(() =>
    root.render(
      <Tooltip.Provider>
        <ImportDialog onClose={() => {}} />
      </Tooltip.Provider>,
    ),
  );
  cleanUp = () => act(() => root.unmount());
}

const button = (text: string) => [...document.querySelectorAll("button")].find(({ textContent }) => textContent === text);

it("shows what was recognised and each note by its place, and opens it when asked to", async () => {
  const notes = [{ place: "/queues/0/arguments/x-made-up", what: "An argument that Spillway has no word for.", instead: "It was left out." }];
  show({ found: { format: "RabbitMQ definitions", fileName: "broker.json", design: { ...orderPipeline(), name: "Broker" }, notes, isOwn: false } });
  const text = document.body.textContent ?? "";
  expect(text).toContain("broker.json was recognised as RabbitMQ definitions: 5 nodes and 4 edges.");
  for (const word of Object.values(notes[0]!)) expect(text).toContain(word);
  expect(documentStore.getState().design.name).not.toBe("Broker");
  await act(async () => button("Open as a new design")?.click());
  expect(documentStore.getState()).toMatchObject({ path: null, design: { name: "Broker" } });
});

it("says that everything was understood, what can be imported, and why a document cannot be read", async () => {
  show({ found: { format: "AsyncAPI", fileName: "a.yaml", design: orderPipeline(), notes: [], isOwn: false } });
  expect(document.body.textContent).toContain("Everything in it was understood.");
  act(() => button("Another document")?.click());
  expect(document.body.textContent).toContain("Import a design");
  await vi.waitFor(async () => {
    await act(async () => {});
    expect(document.body.textContent).toMatch(/From .*RabbitMQ definitions.*\. It opens as a new design\./);
  }, 10_000);
  act(() => pendingImport.setState({ refusal: "a.yaml is a Kubernetes object." }));
  expect(document.querySelector('[role="alert"]')?.textContent).toBe("a.yaml is a Kubernetes object.");
});
