import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { DesignEdge, DesignNode, Json } from "../../design/document/schema.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { ManyEdges } from "./many-edges.tsx";
import { ManyNodes } from "./many-nodes.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let cleanUp: () => void = () => {};
beforeEach(() => document.body.replaceChildren());
afterEach(() => cleanUp());

function node(id: string, kind: string, settings?: Record<string, Json>): DesignNode {
  return { id, kind, position: { x: 0, y: 0 }, ...(settings ? { settings } : {}) };
}

/** Everything in a design, edited together as the inspector does it. */
function setUp(nodes: DesignNode[], edges: DesignEdge[] = []) {
  documentStore.getState().replace({ ...emptyDesign("test"), nodes, edges }, { path: null, hash: null });
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  function All() {
    const design = useDocument((state) => state.design);
    return design.edges.length > 0 ? <ManyEdges edges={design.edges} /> : <ManyNodes nodes={design.nodes} />;
  }
  act(() =>
    root.render(
      <Tooltip.Provider>
        <All />
      </Tooltip.Provider>,
    ),
  );
  cleanUp = () => act(() => root.unmount());
  function field(title: string): HTMLInputElement {
    const label = [...place.querySelectorAll("label")].find((each) => each.textContent === title);
    const found = label && place.querySelector<HTMLInputElement>(`#${CSS.escape(label.htmlFor)}`);
    if (!found) throw new Error(`no field ${title}`);
    return found;
  }
  function type(title: string, text: string): void {
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field(title), text);
      field(title).dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  const settings = () => Object.fromEntries(documentStore.getState().design.nodes.map(({ id, settings: written }) => [id, written]));
  return { place, field, type, settings };
}

describe("several nodes in the inspector", () => {
  it("show what differs as mixed, and what is the same as it is, written or not", () => {
    const { field, place } = setUp([node("a", "consumer", { replicas: 2, concurrency: 1 }), node("b", "consumer", { replicas: 5 })]);
    expect([field("Replicas").value, field("Replicas").placeholder]).toEqual(["", "mixed"]);
    expect(field("Concurrency").placeholder).not.toBe("mixed");
    expect(place.querySelector("h3")?.textContent).toBe("Settings of 2 consumers");
  });

  it("get what is typed, all of them, as one step of undo that says so", () => {
    const before = [node("a", "consumer", { replicas: 2 }), node("b", "consumer"), node("c", "consumer", { replicas: 9, cpu: true })];
    const { type, settings, field } = setUp(before);
    type("Replicas", "1");
    type("Replicas", "12");
    expect(settings()).toEqual({ a: { replicas: 12 }, b: { replicas: 12 }, c: { replicas: 12, cpu: true } });
    expect(documentStore.getState().undoLabel()).toBe("Set replicas of 3 consumers");
    act(() => documentStore.getState().undo());
    expect(documentStore.getState().design.nodes).toEqual(before);
    expect(field("Replicas").placeholder).toBe("mixed");
  });

  it("refuse what one of them would refuse, and write it to none", () => {
    const { type, settings, place } = setUp([node("a", "consumer"), node("b", "consumer")]);
    type("Replicas", "0");
    expect(settings()).toEqual({ a: undefined, b: undefined });
    expect(place.querySelector(".field-error")?.textContent).toContain("at least 1");
  });

  it("of several kinds have a form of what is edited alike in all of them", () => {
    const { type, settings, place, field } = setUp([node("q", "queue", { attempts: 5 }), node("w", "webhook")]);
    expect(place.querySelector("h3")?.textContent).toBe("What 2 nodes have in common");
    expect(() => field("Order")).toThrow("no field");
    expect(field("Attempts").placeholder).toBe("mixed");
    type("Attempts", "4");
    expect(settings()).toEqual({ q: { attempts: 4 }, w: { attempts: 4 } });
  });

  it("go back to the default together", () => {
    const { place, settings } = setUp([node("a", "consumer", { replicas: 2 }), node("b", "consumer", { replicas: 5 })]);
    act(() => place.querySelector<HTMLButtonElement>('[aria-label="Reset Replicas to its default"]')?.click());
    expect(settings()).toEqual({ a: undefined, b: undefined });
  });
});

describe("several edges in the inspector", () => {
  it("G2 have one form for the queues that they stand for", () => {
    const edges = ["c", "d"].map((to): DesignEdge => ({ id: `to-${to}`, from: { node: "p", port: "out" }, to: { node: to, port: "in" } }));
    const { type } = setUp([node("p", "producer"), node("c", "consumer"), node("d", "consumer")], edges);
    type("Attempts", "7");
    expect(documentStore.getState().design.edges.map(({ settings }) => settings)).toEqual([{ attempts: 7 }, { attempts: 7 }]);
    expect(documentStore.getState().undoLabel()).toBe("Set attempts of 2 edges");
  });
});
