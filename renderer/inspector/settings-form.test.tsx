import { act } from "react";
import { createRoot } from "react-dom/client";
import { Tooltip } from "radix-ui";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { setIn } from "../../design/document/set-in.ts";
import { kindOf, type KindType } from "../../design/kinds/registry.ts";
import { SettingsForm } from "./settings-form.tsx";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let cleanUp: () => void = () => {};
beforeEach(() => document.body.replaceChildren());
afterEach(() => cleanUp());

/** A form on settings of its own, as the inspector has them. */
function setUp(kind: KindType, first: Record<string, Json> = {}) {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  const schema = kindOf(kind).settings;
  const written = { settings: first };
  const onSettle = vi.fn();
  function draw(): void {
    act(() =>
      root.render(
        <Tooltip.Provider>
          <SettingsForm
            id="f"
            schema={schema}
            settings={written.settings}
            onSettle={onSettle}
            problemAt={() => null}
            onWrite={(path, value) => {
              written.settings = setIn(written.settings, path, value, schema) as Record<string, Json>;
              draw();
            }}
          />
        </Tooltip.Provider>,
      ),
    );
  }
  draw();
  cleanUp = () => act(() => root.unmount());
  function input(id: string): HTMLInputElement {
    const found = place.querySelector<HTMLInputElement>(`#f-${id}`);
    if (!found) throw new Error(`no field ${id}`);
    return found;
  }
  function type(id: string, text: string): void {
    const element = input(id);
    const prototype = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    act(() => {
      Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(element, text);
      element.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  function press(id: string, key: string): void {
    act(() => void input(id).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
  }
  return { place, written, draw, input, type, press };
}

describe("a form generated from a schema", () => {
  it("writes what is typed, in the unit in which it is stored", () => {
    const { written, type } = setUp("consumer");
    type("replicas", "4");
    type("failureRate", "5");
    type("timeoutMs", "2 s");
    expect(written.settings).toEqual({ replicas: 4, failureRate: 0.05, timeoutMs: 2000 });
  });

  it("never writes what is out of range, and keeps it in the field with the reason", () => {
    const { written, type, input, place } = setUp("consumer", { replicas: 2 });
    type("replicas", "0");
    expect(written.settings).toEqual({ replicas: 2 });
    expect(input("replicas").value).toBe("0");
    expect(input("replicas").getAttribute("aria-invalid")).toBe("true");
    expect(place.querySelector("#f-replicas-error")?.textContent).toContain("at least 1");
    type("replicas", "3");
    expect(written.settings).toEqual({ replicas: 3 });
    expect(input("replicas").getAttribute("aria-invalid")).toBe("false");
  });

  it("shows a default without writing it, and goes back to it", () => {
    const { written, place, input, type } = setUp("consumer");
    expect(input("replicas").value).toBe("");
    expect(input("replicas").placeholder).toBe("1");
    // Not a default of its own, but of the distribution around it.
    expect(input("serviceTime-meanMs").placeholder).toBe("10");
    type("replicas", "7");
    const reset = place.querySelector<HTMLButtonElement>('[aria-label="Reset Replicas to its default"]');
    expect(place.textContent).toContain("default 1");
    act(() => reset?.click());
    expect(written.settings).toEqual({});
  });

  it("keeps the rest of a default when one part of it is changed", () => {
    const { written, type } = setUp("consumer");
    type("serviceTime-meanMs", "25");
    expect(written.settings).toEqual({ serviceTime: { distribution: "exponential", meanMs: 25 } });
  });

  it("takes over what changed elsewhere, in place of what could not be written", () => {
    const { written, type, input, draw } = setUp("consumer", { replicas: 2 });
    type("replicas", "x");
    written.settings = { replicas: 9 };
    draw();
    expect(input("replicas").value).toBe("9");
  });

  it("steps a number with the arrow keys", () => {
    const { written, press } = setUp("consumer", { replicas: 2 });
    press("replicas", "ArrowUp");
    expect(written.settings).toEqual({ replicas: 3 });
  });

  it("tells a mistake in an expression below it", () => {
    const { written, type, place } = setUp("filter");
    type("when", "event.data.total >");
    expect(written.settings).toEqual({});
    expect(place.querySelector("#f-when-error")?.textContent).not.toBe("");
    type("when", "event.data.total > 100");
    expect(written.settings).toEqual({ when: "event.data.total > 100" });
  });

  it("takes JSON as it is, once it is JSON", () => {
    const { written, type, place } = setUp("producer");
    type("payload", '{"total":');
    expect(written.settings).toEqual({});
    expect(place.querySelector("#f-payload-error")?.textContent).toContain("Not JSON yet");
    type("payload", '{"total": 1}');
    expect(written.settings).toEqual({ payload: { total: 1 } });
  });

  it("adds a rule with a port of its own", () => {
    const { written, place } = setUp("router");
    const add = [...place.querySelectorAll("button")].find((button) => button.textContent === "Add");
    act(() => add?.click());
    expect(written.settings).toMatchObject({ rules: [{ port: "matched" }, { port: "rule2", when: "true" }] });
  });
});
