import { describe, expect, it } from "vitest";
import type { Ask } from "./call-messages.ts";
import { OthersLives, OwnLives } from "./caller-lives.ts";

function ask(process: string, told: Pick<Ask, "life" | "over">): Ask {
  const event = {} as Ask["event"];
  return { type: "ask", process, id: 0, from: "west", node: "db", event, operation: "read", atMs: 0, ...told };
}

describe("R4 lives of replicas in other processes", () => {
  it("R4 are the same for each call of a replica, end when it crashed and its next life calls, and end with their process", () => {
    const own = new OwnLives();
    const others = new OthersLives();
    const [a, b] = [{ over: false }, { over: false }];
    const [first, second] = [others.of(ask("p1", own.tell(a))), others.of(ask("p1", own.tell(b)))];
    expect(others.of(ask("p1", own.tell(a)))).toBe(first);
    expect(second).not.toBe(first);
    a.over = true;
    const next = others.of(ask("p1", own.tell({ over: false })));
    expect([first.over, second.over, next.over]).toEqual([true, false, false]);
    expect(others.of(ask("p2", new OwnLives().tell(b)))).not.toBe(second);
    expect([second.over, next.over]).toEqual([true, true]);
  });
});
