import { createServer, type Server, type Socket } from "node:net";

export interface FakeRedis {
  url: string;
  close(): Promise<void>;
}

/**
 * A server on loopback that speaks just enough of Redis's protocol to be asked: each command is
 * answered with what `answers` gives for its upper-case name, as raw RESP, else with +OK.
 */
export async function startFakeRedis(answers: Record<string, string>): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (data) => {
      for (const [, name] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        socket.write(answers[(name ?? "").toUpperCase()] ?? "+OK\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `redis://127.0.0.1:${portOf(server)}`, close: () => close(server, sockets) };
}

/** A bulk string reply. */
export function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function close(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
