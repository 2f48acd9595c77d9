import { describe, expect, it } from "vitest";
import type { DesignNode, Json } from "../document/schema.ts";
import { edgeGist } from "./edge-gist.ts";

function gist(from: Pick<DesignNode, "kind" | "settings">, port: string, settings: Record<string, Json>): string {
  return edgeGist({ from: { node: "n", port }, settings }, { id: "n", position: { x: 0, y: 0 }, ...from });
}

describe("what an edge says of its settings", () => {
  it("is a binding's key, and nothing where a fanout does not look at it (X1)", () => {
    expect(gist({ kind: "exchange" }, "out", { bindingKey: "order.#" })).toBe("order.#");
    expect(gist({ kind: "exchange", settings: { type: "fanout" } }, "out", { bindingKey: "order.#" })).toBe("");
    expect(gist({ kind: "exchange", settings: { type: "headers" } }, "out", { headers: { format: "pdf", urgent: null } })).toBe("format: pdf · urgent");
    expect(gist({ kind: "exchange" }, "alternate", {})).toBe("");
  });

  it("is what an event pattern asks for (X5)", () => {
    expect(gist({ kind: "eventBus" }, "out", { pattern: { source: ["shop", "web"], detail: { amount: [{ numeric: [">", 100] }], name: [{ prefix: "A" }] } } })).toBe(
      "shop, web · > 100 · prefix A",
    );
  });

  it("is a target's weight, a write, a router's rule, and nothing for what has none", () => {
    expect(gist({ kind: "loadBalancer" }, "target", { weight: 3 })).toBe("weight 3");
    expect(gist({ kind: "consumer" }, "call", { operation: "write" })).toBe("write");
    expect(gist({ kind: "consumer" }, "call", {})).toBe("");
    expect(gist({ kind: "router" }, "large", {})).toBe("large");
    expect(gist({ kind: "queue" }, "out", {})).toBe("");
  });
});
