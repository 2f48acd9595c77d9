import { describe, expect, it } from "vitest";
import { attemptSpanId, traceContextOf, traceOfRun } from "./trace-context.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

describe("E1 W3C Trace Context", () => {
  it("E1 is read from its headers, also of a later version, with the state that vendors added", () => {
    expect(traceContextOf(`00-${TRACE}-${PARENT}-01`, "congo=t61rcWkgMzE")).toEqual({ traceId: TRACE, parentId: PARENT, state: "congo=t61rcWkgMzE" });
    expect(traceContextOf(`cc-${TRACE}-${PARENT}-01-what-the-future-adds`)).toMatchObject({ traceId: TRACE, parentId: PARENT });
  });

  it("E1 what is malformed begins a new trace, and state that is too long or no text is left out", () => {
    const malformed = ["", "x", `00-${TRACE}-${PARENT}`, `ff-${TRACE}-${PARENT}-01`, `00-${TRACE.toUpperCase()}-${PARENT}-01`, `00-${"0".repeat(32)}-${PARENT}-01`, `00-${TRACE}-${"0".repeat(16)}-01`, `00-${TRACE}-${PARENT}-01-more`];
    expect([undefined, ...malformed].map((text) => traceContextOf(text))).toEqual(Array.from({ length: malformed.length + 1 }, () => undefined));
    expect(traceContextOf(`00-${TRACE}-${PARENT}-01`, "a".repeat(513))?.state).toBeUndefined();
    expect(traceContextOf(`00-${TRACE}-${PARENT}-01`, "a=1\r\nx: y")?.state).toBeUndefined();
  });

  it("E1 two runs with one seed have traces of their own, and each attempt a span of its own", () => {
    expect(traceOfRun("run-1")).toMatch(/^[0-9a-f]{16}$/);
    expect(traceOfRun("run-1")).not.toBe(traceOfRun("run-2"));
    const event = "e0000000100000002";
    const spans = [attemptSpanId(event, "a", 1), attemptSpanId(event, "a", 2), attemptSpanId(event, "b", 1)];
    expect(new Set([...spans, event.slice(1)]).size).toBe(4);
    expect(attemptSpanId(event, "a", 1)).toBe(spans[0]);
  });
});
