import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { createEngineClient } from "./client.ts";
import { createPortTransport, type MessagePortLike } from "./port-transport.ts";

test("speaks the contract over a real MessagePort, and tells when it is lost", async () => {
  const { port1, port2 } = new MessageChannel();
  port2.on("message", (message: { id: number }) => port2.postMessage({ type: "answer", id: message.id, response: { report: null } }));
  const transport = createPortTransport(port1 as unknown as MessagePortLike);
  const client = createEngineClient(transport);
  await expect(client.call("run.report", {})).resolves.toEqual({ report: null });
  let closes = 0;
  client.onClose(() => closes++);
  const pending = client.call("hello", {});
  transport.lost();
  transport.lost();
  await expect(pending).rejects.toMatchObject({ code: "engine-lost" });
  expect(closes).toBe(1);
  port1.close();
});
