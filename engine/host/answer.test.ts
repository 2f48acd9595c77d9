import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../../design/errors.ts";
import { calls } from "../contract/api.ts";
import { hostMessageSchema, type HostMessage } from "../contract/message.ts";
import { answer, type Handlers } from "./answer.ts";
import { connectScreen, createTestHost } from "./test-host.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-answer-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Handlers that all do the same. */
function handlersThat(act: (request: unknown) => unknown): Handlers {
  return Object.fromEntries(Object.keys(calls).map((name) => [name, act])) as unknown as Handlers;
}

const names = fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.string(), fc.constantFrom("__proto__", "constructor", "toString"));
const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, maxDepth: 3 });

describe("whatever a client sends", () => {
  test("gets one answer that fits the contract, and none is a bug", async () => {
    const logged: unknown[] = [];
    const nothing = handlersThat(() => {
      throw new AppError("no-run", "Nothing runs.");
    });
    const message = fc.oneof(
      anything,
      fc.record({ type: fc.constant("call"), id: fc.oneof(fc.integer(), fc.double(), anything), name: names, request: anything }, { requiredKeys: [] }),
    );
    await fc.assert(
      fc.asyncProperty(message, async (raw) => {
        const reply = await answer(nothing, raw, (error) => logged.push(error));
        expect(hostMessageSchema.safeParse(reply).success).toBe(true);
        expect(reply.type).toBe("error");
      }),
      { numRuns: 500 },
    );
    expect(logged).toEqual([]);
  });

  test("does not keep the host from answering the next call", async () => {
    const { host, logged } = createTestHost(folder);
    const screen = connectScreen(host);
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, fc.record({ type: fc.constant("call"), id: fc.integer({ max: -1 }), name: names, request: anything })), async (raw) => {
        screen.send(raw);
        await expect(screen.client.call("run.report", {})).resolves.toHaveProperty("report");
      }),
      { numRuns: 200 },
    );
    expect(logged).toEqual([]);
    await host.close();
  });
});

describe("an answer", () => {
  const call = (name: string, request: unknown = {}) => ({ type: "call", id: 7, name, request });

  test("to an unknown call, and to a request that does not fit, says so", async () => {
    const handlers = handlersThat(() => ({}));
    expect(await answer(handlers, call("run.fly"), () => {})).toEqual({ type: "error", id: 7, code: "wrong-use", message: 'The engine has no call "run.fly".' });
    expect(await answer(handlers, call("run.speed", { speed: 99 }), () => {})).toMatchObject({ id: 7, code: "wrong-use", message: expect.stringContaining("speed:") });
  });

  test("gives the handler the request with its defaults", async () => {
    const seen: unknown[] = [];
    await answer(handlersThat((request) => seen.push(request)), call("run.start", { design: {}, mode: "live" }), () => {});
    expect(seen).toEqual([{ design: {}, mode: "live", drainMs: 90_000, speed: 1, paused: false, audit: false }]);
  });

  test("of an expected failure has its code, its message and its hint", async () => {
    const refused = handlersThat(() => {
      throw new AppError("redis-missing", "There is no Redis.", { hint: "Install it." });
    });
    expect(await answer(refused, call("run.report"), () => {})).toEqual({ type: "error", id: 7, code: "redis-missing", message: "There is no Redis. Install it." });
  });

  test("of a bug has neither its text nor its stack, but the log does", async () => {
    const logged: unknown[] = [];
    const bug = new TypeError("secret of undefined");
    const broken = handlersThat(() => {
      throw bug;
    });
    const reply: HostMessage = await answer(broken, call("run.report"), (error) => logged.push(error));
    expect(reply).toMatchObject({ type: "error", id: 7, code: "internal" });
    expect(JSON.stringify(reply)).not.toMatch(/secret|\.ts/);
    expect(logged).toEqual([bug]);
  });

  test("that does not fit the contract is a bug of ours, not of the screen", async () => {
    const logged: unknown[] = [];
    const reply = await answer(handlersThat(() => ({ report: "none" })), call("run.report"), (error) => logged.push(error));
    expect(reply).toMatchObject({ code: "internal" });
    expect(logged).toHaveLength(1);
  });
});
