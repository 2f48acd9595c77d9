import { expect, it } from "vitest";
import type { Loss } from "../../design/export/target.ts";
import { lossGroups } from "./loss-groups.ts";

const loss = (id: string, property: string): Loss => ({ id, name: `Node ${id}`, property, value: "1", why: "Why.", instead: "Instead." });

it("keeps together what is lost of one node, in the report's order", () => {
  const groups = lossGroups([loss("a", "backoff"), loss("b", "order"), loss("a", "ttlMs")], "");
  expect(groups.map(({ id, losses }) => [id, losses.length])).toEqual([["a", 2], ["b", 1]]);
});

it("finds every word somewhere in a loss, and leaves out nodes without one", () => {
  const losses = [loss("a", "backoff"), loss("b", "order")];
  expect(lossGroups(losses, " node B order ").map(({ id }) => id)).toEqual(["b"]);
  expect(lossGroups(losses, "backoff order")).toEqual([]);
});
