import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { viewStore } from "../state/view-store.ts";
import { isStillFar, useDetailLevel } from "./detail-levels.ts";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let cleanUp: () => void = () => {};
afterEach(() => {
  cleanUp();
  vi.useRealTimers();
});

function One({ id }: { readonly id: string }) {
  return <i>{useDetailLevel(id)}</i>;
}

function zoomTo(zoom: number): void {
  act(() => viewStore.setState({ view: { x: 0, y: 0, zoom, width: 1000, height: 800 } }));
}

/** So many cards; gives how many show each level, and lets a frame pass. */
function show(count: number): { levels: () => Record<string, number>; frame: () => void } {
  const place = document.createElement("div");
  const root = createRoot(place);
  act(() => root.render(Array.from({ length: count }, (_, index) => <One key={index} id={`n${index}`} />)));
  cleanUp = () => act(() => root.unmount());
  return {
    levels: () => Object.fromEntries(["near", "middle", "far"].map((level) => [level, [...place.children].filter(({ textContent }) => textContent === level).length])),
    frame: () => act(() => vi.advanceTimersToNextFrame()),
  };
}

describe("levels of detail", () => {
  it("change at once where there are few cards", () => {
    vi.useFakeTimers();
    zoomTo(0.2);
    const { levels, frame } = show(20);
    frame();
    expect(levels()).toEqual({ near: 0, middle: 0, far: 20 });
    zoomTo(1);
    expect(levels()).toEqual({ near: 20, middle: 0, far: 0 });
  });

  it("change over a few frames where there are many, and those that are still to change are known", () => {
    vi.useFakeTimers();
    zoomTo(0.2);
    const { levels, frame } = show(100);
    frame();
    zoomTo(0.4);
    expect(levels()).toEqual({ near: 0, middle: 30, far: 70 });
    expect([isStillFar("n0"), isStillFar("n99")]).toEqual([false, true]);
    frame();
    expect(levels()).toEqual({ near: 0, middle: 60, far: 40 });
    // Another change on the way: none is left behind.
    zoomTo(1);
    frame();
    frame();
    frame();
    frame();
    expect(levels()).toEqual({ near: 100, middle: 0, far: 0 });
  });

  it("begin as from afar where many come into view at once", () => {
    vi.useFakeTimers();
    zoomTo(1);
    const { levels, frame } = show(70);
    expect(levels()).toEqual({ near: 30, middle: 0, far: 40 });
    frame();
    frame();
    expect(levels()).toEqual({ near: 70, middle: 0, far: 0 });
  });
});
