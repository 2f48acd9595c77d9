import { once } from "node:events";
import { createServer, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gathering } from "./gathering.ts";

let received = "";
let socket: Socket;
const server = createServer((accepted) => accepted.setEncoding("utf8").on("data", (text: string) => (received += text)));

beforeEach(async () => {
  received = "";
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  socket = gathering(connect((server.address() as { port: number }).port, "127.0.0.1"));
  await once(socket, "connect");
});

afterEach(() => {
  socket.destroy();
  server.close();
});

test("what is written within a turn leaves in one call, in order, texts and bytes alike", async () => {
  const single = vi.spyOn(socket, "_write");
  const many = vi.spyOn(socket as Required<Socket>, "_writev");
  socket.write("a");
  await Promise.resolve();
  socket.write(Buffer.from("b"));
  socket.write("c");
  await vi.waitFor(() => expect(received).toBe("abc"));
  expect(many).toHaveBeenCalledTimes(1);
  expect(single).not.toHaveBeenCalled();
  socket.write("d");
  await vi.waitFor(() => expect(received).toBe("abcd"));
});

test("what is written before the end is sent", async () => {
  socket.write("a");
  socket.end("b");
  await vi.waitFor(() => expect(received).toBe("ab"));
});
