import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { updateSettings } from "../../../design/document/operations-settings.ts";
import type { Design } from "../../../design/document/schema.ts";
import { createFakeClient } from "../../../engine/contract/fake-client.ts";
import { orderPipeline } from "../../../tests/support/designs.ts";
import { engine } from "../../connection/engine-slot.ts";
import { createExporter, exportNow } from "../../export/compute.ts";
import { ExporterContext } from "../../export/use-outcome.ts";
import { documentStore } from "../../stores/document-store.ts";
import { exportStore } from "../../stores/export-store.ts";
import { runStore } from "../../stores/run-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { ExportTab } from "./export-tab.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const client = createFakeClient();
let cleanUp: () => void = () => {};

beforeEach(() => {
  document.body.replaceChildren();
  engine.use(client);
  client.handle("exports.check", () => ({ outcome: "checked", checkedWith: "parser 1.0", problems: [] }));
  runStore.getState().setConnection({ status: "connected" });
});
afterEach(() => cleanUp());

/** The panel on a design, with exports computed in this thread. */
function show(design: Design, target = "rabbitmq"): HTMLElement {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  documentStore.getState().replace(design, { path: null, hash: null });
  exportStore.setState({ target, options: {}, folders: {}, file: null });
  const exporter = createExporter((request) => Promise.resolve(exportNow(request)));
  act(() =>
    root.render(
      <Tooltip.Provider>
        <ExporterContext value={exporter}>
          <ExportTab />
        </ExporterContext>
      </Tooltip.Provider>,
    ),
  );
  cleanUp = () => act(() => root.unmount());
  return place;
}

/** Waits until the screen is as it should be, and lets React draw meanwhile. */
async function until(check: () => void): Promise<void> {
  await vi.waitFor(
    async () => {
      await act(async () => {});
      check();
    },
    { timeout: 10_000 },
  );
}

describe("the export panel", () => {
  it("shows the files, what is lost by node, and leads to the node", async () => {
    const place = show(orderPipeline());
    await until(() => expect(place.textContent).toContain('"queues"'));
    const names = [...place.querySelectorAll<HTMLButtonElement>(".losses-node button")];
    expect(names.map(({ textContent }) => textContent)).toContain("Billing");
    act(() => names.find(({ textContent }) => textContent === "Billing")?.click());
    expect(sessionStore.getState()).toMatchObject({ selection: { nodes: ["billing"] }, revealRequest: { nodes: ["billing"] } });
  });

  it("says that nothing is lost, and follows the options", async () => {
    const { nodes, ...design } = orderPipeline();
    const place = show({ ...design, nodes: nodes.map(({ id, kind, position }) => ({ id, kind, position })) }, "mermaid");
    await until(() => expect(place.textContent).toContain("flowchart LR"));
    expect(place.textContent).toContain("Nothing lost");
    act(() => exportStore.getState().setOptions("mermaid", { direction: "TB" }));
    await until(() => expect(place.textContent).toContain("flowchart TB"));
  });

  it("tells with what the export was checked, what is wrong with it, or why it was not checked", async () => {
    const place = show(orderPipeline());
    await until(() => expect(place.querySelector(".validity")?.textContent).toContain("Valid"));
    client.handle("exports.check", () => ({ outcome: "checked", checkedWith: "parser 1.0", problems: ["a: b", "c: d"] }));
    act(() => exportStore.getState().setOptions("rabbitmq", { queueType: "classic" }));
    await until(() => expect(place.querySelector(".validity")?.textContent).toContain("2 problems"));
    act(() => runStore.getState().setConnection({ status: "lost" }));
    expect(place.querySelector(".validity")?.textContent).toContain("Not checked");
    const save = [...place.querySelectorAll("button")].find((button) => button.getAttribute("aria-label") === "Save to a folder…");
    expect(save?.disabled).toBe(true);
  });

  it("says what to do about an empty design and one with errors", async () => {
    const design = orderPipeline();
    const empty = show({ ...design, nodes: [], edges: [] });
    expect(empty.textContent).toContain("Nothing is drawn yet.");
    cleanUp();
    const place = show(design);
    await until(() => expect(place.textContent).toContain('"queues"'));
    const { edit } = documentStore.getState();
    act(() => edit(updateSettings(documentStore.getState().design, { node: "billing", path: ["replicas"], value: -1 }), "Break it"));
    await until(() => expect(place.textContent).toContain("The design cannot run yet: it has an error."));
    act(() => [...place.querySelectorAll("button")].find(({ textContent }) => textContent === "Show the problems")?.click());
    expect(sessionStore.getState().dockTab).toBe("problems");
  });
});
