import { describe, expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import { joinCommand, whyItStays } from "./join-command.ts";

describe("joining a run", () => {
  it("is one command that a shell reads as it is meant, without a secret", () => {
    expect(joinCommand("run-1", { redis: "redis://10.0.0.5:6379/0" }, [])).toBe("spillway worker --redis redis://10.0.0.5:6379/0 --run run-1");
    expect(joinCommand("run-1", { redis: "rediss://h:1?servername=a&db=1" }, ["east", "west"])).toBe("spillway worker --redis 'rediss://h:1?servername=a&db=1' --run run-1 --zones east,west");
  });

  it("O3 is offered for no zone that reaches outside", () => {
    const design = { ...emptyDesign("d"), nodes: [{ id: "hook", kind: "webhook", name: "Post it", position: { x: 0, y: 0 }, zone: "east" }, { id: "a", kind: "consumer", position: { x: 0, y: 0 } }] };
    expect(whyItStays(design, "east")).toBe("Post it");
    expect(whyItStays(design, "local")).toBeUndefined();
  });
});
