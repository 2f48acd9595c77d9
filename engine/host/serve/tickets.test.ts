import { expect, test } from "vitest";
import { Tickets } from "./tickets.ts";

test("a ticket lets in once, within a minute, and no other path is one", () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const [first, late] = [tickets.issue(), tickets.issue()];
  expect(first).toMatch(/^\/open\/[0-9a-f]{64}$/);
  expect([tickets.redeem(first), tickets.redeem(first), tickets.redeem("/open/"), tickets.redeem("/open/x"), tickets.redeem("/")]).toEqual([true, false, false, false, undefined]);
  now = 60_000;
  expect(tickets.redeem(late)).toBe(false);
});
