import { expect, test, vi } from "vitest";
import { callChannel } from "./channels.ts";
import { registerIpc, type CallEvent, type CallHandlers } from "./ipc.ts";

const ORIGIN = "app://spillway";
const OURS: CallEvent = { sender: { id: 7 }, senderFrame: { origin: ORIGIN, parent: null } };

function setUp(): { invoke: (name: "dialog:folder" | "menu:set", event: CallEvent, payload: unknown) => unknown; calls: unknown[] } {
  const calls: unknown[] = [];
  const listeners = new Map<string, (event: CallEvent, payload: unknown) => unknown>();
  function handler(input: unknown): null {
    calls.push(input);
    return null;
  }
  const handlers = new Proxy({}, { get: () => handler }) as CallHandlers;
  registerIpc({
    receiver: { handle: (channel, listener) => void listeners.set(channel, listener) },
    handlers,
    origin: ORIGIN,
    windowContentsId: () => 7,
  });
  return { calls, invoke: (name, event, payload) => listeners.get(callChannel(name))?.(event, payload) };
}

test("our own window's call reaches its handler", async () => {
  const { invoke, calls } = setUp();
  await invoke("dialog:folder", OURS, null);
  expect(calls).toEqual([null]);
});

test.each<[string, CallEvent]>([
  ["another origin in our window", { sender: { id: 7 }, senderFrame: { origin: "https://example.com", parent: null } }],
  ["an origin that only begins like ours", { sender: { id: 7 }, senderFrame: { origin: "app://spillway.example.com", parent: null } }],
  ["a frame inside our page", { sender: { id: 7 }, senderFrame: { origin: ORIGIN, parent: {} } }],
  ["another window", { sender: { id: 8 }, senderFrame: { origin: ORIGIN, parent: null } }],
  ["a frame that is gone", { sender: { id: 7 }, senderFrame: null }],
])("%s is refused", async (_case, event) => {
  const { invoke, calls } = setUp();
  await expect(invoke("dialog:folder", event, null)).rejects.toMatchObject({ code: "unauthorized" });
  expect(calls).toEqual([]);
});

test("without a window nobody is trusted", async () => {
  const handle = vi.fn();
  registerIpc({ receiver: { handle }, handlers: {} as CallHandlers, origin: ORIGIN, windowContentsId: () => undefined });
  const listener = handle.mock.calls[0]?.[1] as (event: CallEvent, payload: unknown) => Promise<unknown>;
  await expect(listener(OURS, null)).rejects.toMatchObject({ code: "unauthorized" });
});

test.each([
  [[{ id: "", label: "Save", group: "file", enabled: true }]],
  [[{ id: "file.save", label: "Save", group: "file", enabled: true, accelerator: "rm -rf" }]],
  [[{ id: "file.save", label: "Save", group: "file", enabled: true, role: "quit" }]],
  ["not a list"],
])("a payload that does not fit never reaches its handler: %j", async (payload) => {
  const { invoke, calls } = setUp();
  await expect(invoke("menu:set", OURS, payload)).rejects.toMatchObject({ code: "wrong-use" });
  expect(calls).toEqual([]);
});
