import { describe, expect, it } from "vitest";
import { kindOf, kindTypes } from "../../../design/kinds/registry.ts";
import { CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { laidOut, sheetCells } from "./sheet-design.ts";

const cells = sheetCells();
const looksOf = (kind: string) => cells.filter((cell) => cell.kind === kind).map(({ look }) => look);

describe("the sheet of cards", () => {
  it.each(kindTypes)("shows %s still, idle, at work and selected", (kind) => {
    const looks = looksOf(kind);
    expect(looks).toEqual(expect.arrayContaining(["rest", "selected", "idle"]));
    // A dead letter at work is failing; a policy is never anything but idle.
    if (kind !== "deadLetter" && kindOf(kind).role !== "policy") expect(looks).toContain("busy");
  });

  it("shows what can fill up or die in these states too", () => {
    for (const kind of ["queue", "topic", "consumer", "database", "webhook"]) expect(looksOf(kind)).toEqual(expect.arrayContaining(["saturated", "failing"]));
    // A breaker that is open, a load balancer without a healthy target; half of that is a warning.
    for (const kind of ["circuitBreaker", "loadBalancer"]) expect(looksOf(kind)).toEqual(expect.arrayContaining(["saturated", "failing"]));
    for (const kind of ["consumer", "database"]) expect(looksOf(kind)).toContain("dead");
    expect(looksOf("producer")).not.toContain("dead");
  });

  it("lays cards out side by side, none over another, in the width there is", () => {
    const { nodes, height } = laidOut(cells, 1000);
    expect(nodes).toHaveLength(cells.length);
    expect(Math.max(...nodes.map(({ position }) => position.x)) + CARD_WIDTH).toBeLessThanOrEqual(1000);
    expect(new Set(nodes.map(({ position: { x, y } }) => `${x} ${y}`)).size).toBe(nodes.length);
    expect(height).toBeGreaterThan(Math.max(...nodes.map(({ position }) => position.y)));
  });
});
