import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAppError } from "../../design/errors.ts";
import { runnableDesign } from "./runnable-design.ts";

const position = { x: 0, y: 0 };
const sound = {
  format: "spillway",
  version: 1,
  name: "a",
  nodes: [
    { id: "p", kind: "producer", position },
    { id: "s", kind: "sink", position },
  ],
  edges: [{ id: "e", from: { node: "p", port: "out" }, to: { node: "s", port: "in" } }],
};

/** The refusal of a value. */
function refusal(value: unknown): { code: string; message: string } {
  try {
    runnableDesign(value);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error("It was taken for a design.");
}

describe("what a screen wants to run", () => {
  test("is read anew and handed on", () => {
    expect(runnableDesign(sound)).toEqual(sound);
  });

  test("G5 with problems is refused with them", () => {
    const { code, message } = refusal({ ...sound, edges: [{ ...sound.edges[0], to: { node: "nobody", port: "in" } }] });
    expect(code).toBe("design-has-problems");
    expect(message).toContain("nobody");
  });

  test("with very many problems is refused with a few and their number", () => {
    const edges = Array.from({ length: 50 }, (_, index) => ({ ...sound.edges[0], id: `e${index}`, to: { node: `n${index}`, port: "in" } }));
    const { message } = refusal({ ...sound, edges });
    expect(message).toMatch(/There are \d+ more\.$/);
    expect(message.length).toBeLessThan(1500);
  });

  test("that no JSON can hold is refused", () => {
    const cycle: Record<string, unknown> = { ...sound };
    cycle.self = cycle;
    expect(refusal(cycle).code).toBe("design-invalid");
    expect(refusal({ ...sound, seed: 1n }).code).toBe("design-invalid");
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(["design-invalid", "design-unreadable"]).toContain(refusal(deep).code);
  });

  test("is a design or an expected failure, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true }), fc.record({ format: fc.constant("spillway"), version: fc.constant(1), name: fc.string(), nodes: fc.anything(), edges: fc.anything() })), (value) => {
        expect(refusal(value).message).not.toBe("");
      }),
      { numRuns: 300 },
    );
  });
});
